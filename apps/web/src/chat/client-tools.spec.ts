import { createClientTools } from './client-tools.js';

describe('the tools that the agent runs in the page', () => {
  const calls: unknown[] = [];
  const run = createClientTools({
    onThemeRequest: (theme) => calls.push(['theme', theme]),
    saveFact: (id, text) => calls.push(['fact', id, text]),
  });

  beforeEach(() => calls.splice(0));

  it.each([
    ['switch_theme', { theme: 'light' }, { success: true }, [['theme', 'light']]],
    ['switch_theme', { theme: 'dark' }, { success: true }, [['theme', 'dark']]],
    ['switch_theme', { theme: 'sepia' }, { success: false }, []],
    ['switch_theme', {}, { success: false }, []],
    ['record_fact', { fact_id: 'fact_a', fact_text: 'Likes tea' }, { success: true }, [['fact', 'fact_a', 'Likes tea']]],
    ['record_fact', {}, { success: true }, [['fact', '', '']]],
    ['open_door', {}, { success: false }, []],
  ])('%s with %j answers %j', (name, params, result, effects) => {
    expect(run({ name, params })).toEqual(result);
    expect(calls).toEqual(effects);
  });
});
