import { z } from 'zod';
import { defineTool, type Tool, type ToolResult } from '../../catalog/tool.js';
import { conditionOf } from './weather-codes.js';
import { dayName, placeText, whole, windUnit } from './weather.format.js';
import type { WeatherReport } from './weather-provider.js';
import type { WeatherService } from './weather.service.js';
import { weatherText, weatherWidget } from './weather.widget.js';

/** @param deadlineMs more than the provider's own timeouts together, so that its sample data still comes in time */
export function createGetWeather(weather: WeatherService, deadlineMs: number): Tool {
  return defineTool({
    name: 'get_weather',
    description:
      'Tells the current weather and the outlook of a place for today and the next three days. The chat shows it as a card, so answer in one or two sentences and do not repeat every figure. ' +
      'Returns {location, temperature, unit, condition, feels_like, humidity_percent, wind_speed, wind_unit, outlook, source}; or error "place_not_found": then ask for another spelling or a larger place nearby. ' +
      'When source begins with "sample data", the figures are made up: say so plainly.',
    parameters: z.strictObject({
      location: z
        .string()
        .trim()
        .min(1)
        .max(120)
        .describe('A city or place, with state or country after a comma when the name is not unique, e.g. "Lisbon" or "Paris, Texas".'),
      unit: z.enum(['celsius', 'fahrenheit']).optional().describe('Unit of the temperatures. Celsius unless the user uses Fahrenheit.'),
    }),
    deadlineMs,
    progressText: 'Looking up the weather',
    reach: 'none',

    async run({ location, unit = 'celsius' }, { signal }) {
      const lookup = await weather.lookUp({ location, unit }, signal);
      return lookup.kind === 'found' ? found(lookup.report) : notFound(location);
    },
  });
}

function found(report: WeatherReport): ToolResult {
  const { current, unit, days } = report;
  return {
    output: {
      location: placeText(report.place),
      local_time: report.localTime,
      temperature: whole(current.temperature),
      unit,
      condition: conditionOf(current.code, current.isDay).text,
      feels_like: whole(current.feelsLike),
      humidity_percent: whole(current.humidity),
      wind_speed: whole(current.windSpeed),
      wind_unit: windUnit(unit),
      outlook: days.map(({ date, code, high, low, precipitationChance }, index) => ({
        day: dayName(date, index),
        date,
        condition: conditionOf(code).text,
        high: whole(high),
        low: whole(low),
        precipitation_chance_percent: precipitationChance,
      })),
      source: report.source,
      ...(report.isSample ? { note: 'These figures are made up for demonstration. Tell the user that this is sample data.' } : {}),
    },
    effects: [{ type: 'widget', widget: weatherWidget(report), copy_text: weatherText(report) }],
  };
}

function notFound(location: string): ToolResult {
  return {
    output: {
      error: 'place_not_found',
      message: `No place called "${location}" was found. Ask for another spelling, or for a larger place nearby.`,
    },
  };
}
