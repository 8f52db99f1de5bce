import type { TestTool } from './test-tools.server.js';

const object = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** The tools of the guide, as small as they can be. */
export const guideTools: readonly TestTool[] = [
  {
    name: 'save_fact',
    progressText: 'Remembering that',
    parameters: object({ fact: { type: 'string' } }),
    run: ({ fact }) => ({
      output: { fact_id: 'fact_1', status: 'saved' },
      effects: [
        { type: 'client_tool', name: 'record_fact', arguments: { fact_id: 'fact_1', fact_text: fact } },
        { type: 'client_effect', name: 'facts_changed', data: {} },
      ],
    }),
  },
  {
    name: 'switch_theme',
    parameters: object({ theme: { type: 'string', enum: ['light', 'dark'] } }),
    run: ({ theme }) => ({
      output: { theme, status: 'requested' },
      effects: [{ type: 'client_tool', name: 'switch_theme', arguments: { theme } }],
    }),
  },
  {
    name: 'get_weather',
    progressText: 'Looking up the weather',
    parameters: { type: 'object', properties: { location: { type: 'string' }, unit: { type: 'string' } }, required: ['location'] },
    run: ({ location }) => ({
      output: { location, temperature: 21, unit: 'celsius', condition: 'Sunny' },
      effects: [
        { type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value: `${String(location)}: 21°` }] }, copy_text: 'Sunny' },
      ],
    }),
  },
];
