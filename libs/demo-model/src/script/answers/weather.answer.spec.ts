import { assistant, called, callsOf, knowing, textOf, user } from '../../../test/conversations.js';

describe('telling the weather', () => {
  it('fits the arguments to the offered schema', () => {
    expect(callsOf([user('weather in Lima in fahrenheit')])).toEqual([['get_weather', { location: 'Lima', unit: 'fahrenheit' }]]);
    expect(callsOf([user('weather in Lima')])).toEqual([['get_weather', { location: 'Lima', unit: null }]]);
    const optional = new Map([['get_weather', { name: 'get_weather', parameters: {} }]]);
    expect(callsOf([user('weather in Lima')], { tools: optional })).toEqual([['get_weather', { location: 'Lima' }]]);
    const spelled = new Map([
      [
        'get_weather',
        {
          name: 'get_weather',
          parameters: { properties: { location: {}, unit: { enum: ['Celsius', 'Fahrenheit'] } }, required: ['location', 'unit'] },
        },
      ],
    ]);
    expect(callsOf([user('weather in Lima')], { tools: spelled })).toEqual([['get_weather', { location: 'Lima', unit: 'Celsius' }]]);
    expect(callsOf([user('weather in Lima, fahrenheit')], { tools: spelled })).toEqual([
      ['get_weather', { location: 'Lima', unit: 'Fahrenheit' }],
    ]);
  });

  it.each([
    [
      { location: 'Paris, France', temperature: 18.4, unit: 'celsius', conditions: 'Partly cloudy', sample: false },
      /In Paris, France it is \*\*18 °C\*\* and partly cloudy/,
    ],
    [
      { location: { name: 'Paris', country: 'France' }, current: { temperature_c: -3, feels_like_c: -8, wind_kmh: 12 } },
      /Paris, France it is \*\*-3 °C\*\*, feels like -8 °C, with wind at 12 km\/h/,
    ],
    [
      { place: 'Lima', temperature: 70, unit: 'fahrenheit', wind_speed: 5, wind_speed_unit: 'mph' },
      /Lima it is \*\*70 °F\*\*, with wind at 5 mph/,
    ],
  ])('tells a result in a sentence', (result, sentence) => {
    expect(textOf([user('weather in Paris'), ...called('get_weather', { location: 'Paris' }, result)])).toMatch(sentence);
  });

  it.each([{ sample: true }, { source: 'sample' }, { note: 'This is sample data' }])('names sample data as such: %j', (mark) => {
    const text = textOf([
      user('weather in Paris'),
      ...called('get_weather', { location: 'Paris' }, { location: 'Paris', temperature: 18, unit: 'celsius', ...mark }),
    ]);
    expect(text).toMatch(/sample data/);
  });

  it('says it once for several places', () => {
    const sample = (location: string): unknown => ({ location, temperature: 18, unit: 'celsius', sample: true });
    const calls = [
      ...called('get_weather', { location: 'Paris' }, sample('Paris')),
      ...called('get_weather', { location: 'Rome' }, sample('Rome')),
    ];
    const text = textOf([user('weather in Paris and Rome'), ...calls]);
    expect(text.match(/sample data/g)).toHaveLength(1);
    expect(text).toMatch(/Paris[^]*Rome[^]*sample data/);
  });

  it('keeps the subject for a few messages', () => {
    const weather = [user('weather in Paris'), assistant('In Paris it is **18 °C**.')];
    const soon = [...weather, user('thanks'), assistant("You're welcome!"), user('and in Oslo?')];
    expect(callsOf(soon)).toEqual([['get_weather', { location: 'Oslo', unit: null }]]);
    const late = [
      ...weather,
      ...Array.from({ length: 3 }, () => [user('thanks'), assistant("You're welcome!")]).flat(),
      user('and in Oslo?'),
    ];
    expect(callsOf(late)).toEqual([]);
  });

  it('does not speak of sample data when the result is real', () => {
    const text = textOf([
      user('weather in Paris'),
      ...called(
        'get_weather',
        { location: 'Paris' },
        { location: 'Paris', temperature: 18, unit: 'celsius', sample: false, source: 'open-meteo' },
      ),
    ]);
    expect(text).not.toMatch(/sample/i);
  });

  it('tells the outlook of the day that was asked for', () => {
    const outlook = [
      { day: 'Today', date: '2026-11-22', condition: 'Overcast', high: 6, low: 1, precipitation_chance_percent: 10 },
      { day: 'Mon', date: '2026-11-23', condition: 'Light rain', high: 7, low: 2, precipitation_chance_percent: 80 },
      { day: 'Tue', date: '2026-11-24', condition: 'Clear', high: 5, low: -1, precipitation_chance_percent: 0 },
    ];
    const result = {
      location: 'Oslo, Norway',
      temperature: 4,
      unit: 'celsius',
      condition: 'Overcast',
      wind_speed: 9,
      wind_unit: 'km/h',
      outlook,
    };
    const answer = (message: string): string => textOf([user(message), ...called('get_weather', { location: 'Oslo' }, result)]);
    expect(answer('will it rain in Oslo tomorrow?')).toBe(
      'In Oslo, Norway it is **4 °C** and overcast, with wind at 9 km/h. Tomorrow: light rain, 2 to 7 °C, 80 % chance of rain.',
    );
    expect(answer('forecast for Oslo')).toMatch(/Mon: light rain.* Tue: clear, -1 to 5 °C/);
    expect(answer('weather in Oslo')).not.toMatch(/rain/);
  });

  it('asks for another place when there is none of that name, and takes the answer', () => {
    const failed = called(
      'get_weather',
      { location: 'Osloo' },
      { error: 'place_not_found', message: 'No place called "Osloo" was found.' },
    );
    const text = textOf([user('weather in Osloo'), ...failed]);
    expect(text).toMatch(/could not find a place called "Osloo"/);
    expect(callsOf([user('weather in Osloo'), ...failed, assistant(text), user('Oslo')])).toEqual([
      ['get_weather', { location: 'Oslo', unit: null }],
    ]);
  });

  it('says that it has no forecast when asked about tomorrow', () => {
    expect(textOf([user('will it rain in Oslo tomorrow?'), ...called('get_weather', { location: 'Oslo' }, { temperature: 4 })])).toMatch(
      /no forecast/,
    );
  });

  it('asks for the place, and understands the answer', () => {
    const question = textOf([user("what's the weather?")]);
    expect(question).toMatch(/which place/);
    expect(callsOf([user("what's the weather?"), assistant(question), user('Paris')])).toEqual([
      ['get_weather', { location: 'Paris', unit: null }],
    ]);
  });

  it('takes the place from a known fact when none is named', () => {
    expect(callsOf([user("what's the weather?")], { instructions: knowing('Is called Ada', 'Lives in Bern') })).toEqual([
      ['get_weather', { location: 'Bern', unit: null }],
    ]);
  });

  it('asks for several places at once, or one by one when parallel calls are off', () => {
    const message = user('weather in Paris and Rome');
    expect(callsOf([message])).toEqual([
      ['get_weather', { location: 'Paris', unit: null }],
      ['get_weather', { location: 'Rome', unit: null }],
    ]);
    expect(callsOf([message], { parallelToolCalls: false })).toEqual([['get_weather', { location: 'Paris', unit: null }]]);
    const paris = called('get_weather', { location: 'Paris' }, { location: 'Paris', temperature: 18 });
    expect(callsOf([message, ...paris], { parallelToolCalls: false })).toEqual([['get_weather', { location: 'Rome', unit: null }]]);
  });
});
