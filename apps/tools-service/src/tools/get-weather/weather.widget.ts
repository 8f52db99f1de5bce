import type { CardWidget, ColWidget, IconWidget, RowWidget, WidgetColor, WidgetNode } from '@frontdesk/chatkit-protocol';
import { conditionOf, type WeatherCondition, type WeatherTone } from './weather-codes.js';
import { dayName, degrees, figureText, placeText, temperatureUnit, whole, windUnit } from './weather.format.js';
import type { WeatherDay, WeatherReport } from './weather-provider.js';

const TONES: Record<WeatherTone, WidgetColor> = {
  sun: { light: '#c27803', dark: '#fbbf24' },
  cloud: 'secondary',
  rain: { light: '#2563eb', dark: '#60a5fa' },
  snow: { light: '#0e7490', dark: '#67e8f9' },
  storm: { light: '#7c3aed', dark: '#a78bfa' },
};

/** The weather as a card: where, how warm, what it feels like, and the days ahead. */
export function weatherWidget(report: WeatherReport): CardWidget {
  return {
    type: 'Card',
    size: 'md',
    children: [header(report), now(report), figures(report), { type: 'Divider' }, outlook(report.days), ...footer(report)],
  };
}

/** What "copy" copies: the card in words. */
export function weatherText(report: WeatherReport): string {
  const { current, unit, days, place, source } = report;
  const ahead = days.map(
    ({ date, code, high, low }, index) =>
      `${dayName(date, index)} ${conditionOf(code).text.toLowerCase()}, ${degrees(high)} / ${degrees(low)}`,
  );
  return [
    `Weather in ${placeText(place)}: ${figureText(current.temperature)} ${temperatureUnit(unit)}, ${conditionOf(current.code, current.isDay).text.toLowerCase()}.`,
    `Feels like ${figureText(current.feelsLike)} ${temperatureUnit(unit)}, wind ${whole(current.windSpeed)} ${windUnit(unit)}, humidity ${whole(current.humidity)} %.`,
    `${ahead.join('; ')}.`,
    `Source: ${source}.`,
  ].join('\n');
}

function header({ place, localTime, isSample }: WeatherReport): RowWidget {
  const details = [place.region, localTime === null ? null : localTime.slice(11)].filter((detail) => detail !== null);
  const title: WidgetNode[] = [{ type: 'Text', value: place.name, size: 'md', weight: 'semibold', maxLines: 1 }];
  if (details.length > 0) {
    title.push({ type: 'Caption', value: details.join(' · '), maxLines: 1 });
  }
  const children: WidgetNode[] = [{ type: 'Col', gap: 0, flex: 1, minWidth: 0, children: title }];
  if (isSample) {
    children.push({ type: 'Badge', label: 'Sample data', color: 'warning', variant: 'soft', pill: true });
  }
  return { type: 'Row', align: 'start', justify: 'between', gap: 3, children };
}

function now({ current, days, unit }: WeatherReport): RowWidget {
  const condition = conditionOf(current.code, current.isDay);
  const [today] = days;
  const words: WidgetNode[] = [{ type: 'Text', value: condition.text, size: 'md', weight: 'medium' }];
  if (today !== undefined) {
    words.push({ type: 'Caption', value: `High ${degrees(today.high)} · Low ${degrees(today.low)}`, size: 'sm' });
  }
  return {
    type: 'Row',
    align: 'center',
    gap: 3,
    children: [
      weatherIcon(condition, '3xl'),
      { type: 'Title', value: `${figureText(current.temperature)} ${temperatureUnit(unit)}`, size: '3xl', weight: 'semibold' },
      { type: 'Col', gap: 0, flex: 1, minWidth: 0, children: words },
    ],
  };
}

function figures({ current, unit }: WeatherReport): RowWidget {
  return {
    type: 'Row',
    align: 'stretch',
    gap: 2,
    children: [
      figure('lucide:thermometer', 'Feels like', degrees(current.feelsLike)),
      figure('lucide:wind', 'Wind', `${whole(current.windSpeed)} ${windUnit(unit)}`),
      figure('lucide:droplets', 'Humidity', `${whole(current.humidity)} %`),
    ],
  };
}

function figure(icon: string, label: string, value: string): ColWidget {
  return {
    type: 'Col',
    flex: 1,
    minWidth: 0,
    gap: 1,
    padding: { x: 2, y: 2 },
    radius: 'md',
    background: { light: 'surface-secondary', dark: 'surface-tertiary' },
    children: [
      {
        type: 'Row',
        align: 'center',
        gap: 1,
        children: [
          { type: 'Icon', name: icon, size: 'xs', color: 'tertiary' },
          { type: 'Caption', value: label, size: 'sm', maxLines: 1 },
        ],
      },
      { type: 'Text', value, size: 'sm', weight: 'semibold' },
    ],
  };
}

function outlook(days: readonly WeatherDay[]): RowWidget {
  return { type: 'Row', align: 'stretch', justify: 'between', gap: 2, children: days.map(outlookDay) };
}

function outlookDay({ date, code, high, low }: WeatherDay, index: number): ColWidget {
  return {
    type: 'Col',
    key: date,
    flex: 1,
    minWidth: 0,
    align: 'center',
    gap: 1,
    children: [
      {
        type: 'Caption',
        value: dayName(date, index),
        size: 'sm',
        ...(index === 0 ? { weight: 'semibold' as const, color: 'emphasis' } : {}),
      },
      weatherIcon(conditionOf(code), 'lg'),
      { type: 'Text', value: degrees(high), size: 'sm', weight: 'semibold' },
      { type: 'Caption', value: degrees(low), size: 'sm', color: 'tertiary' },
    ],
  };
}

function footer({ source, isSample }: WeatherReport): WidgetNode[] {
  const text = isSample ? `These figures are made up: ${source}.` : `Source: ${source}`;
  return [{ type: 'Caption', value: text, size: 'sm', color: 'tertiary' }];
}

function weatherIcon({ icon, tone }: WeatherCondition, size: IconWidget['size']): IconWidget {
  return { type: 'Icon', name: icon as IconWidget['name'], size, color: TONES[tone] };
}
