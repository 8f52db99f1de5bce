/** Picks the colour of a condition's icon. */
export type WeatherTone = 'sun' | 'cloud' | 'rain' | 'snow' | 'storm';

export interface WeatherCondition {
  readonly text: string;
  /** An icon name of the wire protocol. */
  readonly icon: string;
  readonly tone: WeatherTone;
}

type Row = readonly [codes: readonly number[], text: string, tone: WeatherTone, dayIcon: string, nightIcon?: string];

/** WMO code table 4677 as far as Open-Meteo uses it (open-meteo.com/en/docs, "WMO Weather interpretation codes"). */
const TABLE: readonly Row[] = [
  [[0], 'Clear', 'sun', 'lucide:sun', 'lucide:moon'],
  [[1], 'Mostly clear', 'sun', 'lucide:sun', 'lucide:moon'],
  [[2], 'Partly cloudy', 'sun', 'lucide:cloud-sun', 'lucide:cloud-moon'],
  [[3], 'Overcast', 'cloud', 'lucide:cloud'],
  [[45, 48], 'Fog', 'cloud', 'lucide:cloud-fog'],
  [[51, 53, 55], 'Drizzle', 'rain', 'lucide:cloud-drizzle'],
  [[56, 57], 'Freezing drizzle', 'rain', 'lucide:cloud-drizzle'],
  [[61], 'Light rain', 'rain', 'lucide:cloud-rain'],
  [[63], 'Rain', 'rain', 'lucide:cloud-rain'],
  [[65], 'Heavy rain', 'rain', 'lucide:cloud-rain'],
  [[66, 67], 'Freezing rain', 'rain', 'lucide:cloud-rain'],
  [[71], 'Light snow', 'snow', 'lucide:cloud-snow'],
  [[73], 'Snow', 'snow', 'lucide:cloud-snow'],
  [[75], 'Heavy snow', 'snow', 'lucide:snowflake'],
  [[77], 'Snow grains', 'snow', 'lucide:cloud-snow'],
  [[80, 81], 'Showers', 'rain', 'lucide:cloud-rain'],
  [[82], 'Violent showers', 'rain', 'lucide:cloud-rain'],
  [[85, 86], 'Snow showers', 'snow', 'lucide:cloud-snow'],
  [[95], 'Thunderstorm', 'storm', 'lucide:cloud-lightning'],
  [[96, 99], 'Thunderstorm with hail', 'storm', 'lucide:cloud-hail'],
];

/** A code's words and icon. Unknown codes are "Changeable": a new code must not cost the answer. */
export function conditionOf(code: number, isDay = true): WeatherCondition {
  const row = TABLE.find(([codes]) => codes.includes(code));
  if (row === undefined) {
    return { text: 'Changeable', icon: 'lucide:cloud', tone: 'cloud' };
  }
  const [, text, tone, dayIcon, nightIcon = dayIcon] = row;
  return { text, tone, icon: isDay ? dayIcon : nightIcon };
}
