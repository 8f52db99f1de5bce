import type { Tool } from '../catalog/tool.js';
import { askUser } from './ask-user/ask-user.tool.js';
import { forgetFact } from './forget-fact/forget-fact.tool.js';
import { createGetWeather } from './get-weather/get-weather.tool.js';
import type { WeatherService } from './get-weather/weather.service.js';
import { listFacts } from './list-facts/list-facts.tool.js';
import { saveFact } from './save-fact/save-fact.tool.js';
import { showTour } from './show-tour/show-tour.tool.js';
import { switchTheme } from './switch-theme/switch-theme.tool.js';

/** What tools need beyond their context. */
export interface ToolDependencies {
  readonly weather: WeatherService;
  readonly weatherDeadlineMs: number;
}

/** Every tool of the service. One that has a folder and is missing here stops the start. */
export function createTools({ weather, weatherDeadlineMs }: ToolDependencies): Tool[] {
  return [saveFact, listFacts, forgetFact, switchTheme, askUser, showTour, createGetWeather(weather, weatherDeadlineMs)];
}
