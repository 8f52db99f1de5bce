import { intentsOf, kindsOf } from '../../../test/recognising.js';

describe('weather', () => {
  it.each([
    ['weather in Paris?', 'Paris', null],
    ["What's the weather like in New York today?", 'New York', null],
    ['will it rain in Oslo tomorrow', 'Oslo', null],
    ['how warm is it in Lima in fahrenheit', 'Lima', 'fahrenheit'],
    ['How cold is it in Reykjavík right now, in celsius?', 'Reykjavík', 'celsius'],
    ['weather berlin', 'Berlin', null],
    ['Tokyo weather', 'Tokyo', null],
    ['Do I need an umbrella in London this weekend?', 'London', null],
    ['Is it snowing in rio de janeiro?', 'Rio de Janeiro', null],
    ['tell me the forecast for Paris, France', 'Paris, France', null],
    ["what's it like in Tokyo right now?", 'Tokyo', null],
    ['should I bring a jacket to Amsterdam?', 'Amsterdam', null],
    ['weather in @Paris please', 'Paris', null],
    ['temperature in St. Louis', 'St. Louis', null],
    ['Wie ist das Wetter in Hamburg?', 'Hamburg', null],
    ['Regnet es morgen in München?', 'München', null],
    ["what's the weather?", null, null],
    ['how is the weather here', null, null],
  ])('reads "%s"', (message, location, unit) => {
    expect(intentsOf(message)).toEqual([{ kind: 'weather', location, unit }]);
  });

  it('asks for each of several places', () => {
    expect(intentsOf('weather in Paris and Rome')).toEqual([
      { kind: 'weather', location: 'Paris', unit: null },
      { kind: 'weather', location: 'Rome', unit: null },
    ]);
  });

  it('takes up the subject for "and in Berlin?"', () => {
    expect(intentsOf('And in Berlin?', { expects: 'weather' })).toEqual([{ kind: 'weather', location: 'Berlin', unit: null }]);
    expect(intentsOf('what about Madrid?', { expects: 'weather' })).toEqual([{ kind: 'weather', location: 'Madrid', unit: null }]);
    expect(kindsOf('And in Berlin?')).not.toContain('weather');
  });

  it('takes a bare name as the place that was asked for', () => {
    expect(intentsOf('Paris', { expects: 'place' })).toEqual([{ kind: 'weather', location: 'Paris', unit: null }]);
    expect(kindsOf('never mind', { expects: 'place' })).toEqual(['talk']);
  });

  it.each([
    'I feel under the weather',
    'The weather is nice',
    'How do I build a weather widget?',
    'how hot is the reload',
    'I love warm weather',
    'cold start performance',
  ])('does not ask for the weather on "%s"', (message) => {
    expect(kindsOf(message)).not.toContain('weather');
  });
});
