import { z } from 'zod';
import { defineTool, type Tool } from './tool.js';
import { checkToolFolders, readToolFolders } from './tool-folders.js';
import { ToolRegistry } from './tool.registry.js';

const tool = (change: Partial<Tool> = {}): Tool => ({
  ...defineTool({
    name: 'look_up',
    description: 'Looks something up.',
    parameters: z.strictObject({ id: z.string().describe('What to look up.') }),
    deadlineMs: 1_000,
    progressText: 'Looking it up',
    reach: 'none',
    run: () => Promise.resolve({ output: null }),
  }),
  ...change,
});

describe('the catalogue', () => {
  it('publishes the schema that checks the arguments', () => {
    expect(new ToolRegistry([tool()]).descriptors()).toEqual([
      {
        name: 'look_up',
        description: 'Looks something up.',
        parameters: {
          type: 'object',
          properties: { id: { type: 'string', description: 'What to look up.' } },
          required: ['id'],
          additionalProperties: false,
        },
        deadlineMs: 1_000,
        progressText: 'Looking it up',
      },
    ]);
  });

  it.each<[string, Tool[], string]>([
    ['two tools of one name', [tool(), tool()], 'Two tools are called "look_up". Rename one, or remove it from src/tools/tools.ts.'],
    ['a name that models cannot call', [tool({ name: 'look-up' })], 'must be snake_case'],
    ['no description', [tool({ description: ' ' })], 'description (for the model)'],
    ['no progress text', [tool({ progressText: '' })], 'progressText (for the chat)'],
    ['a deadline in fractions', [tool({ deadlineMs: 0.5 })], 'deadlineMs must be whole milliseconds'],
    ['a deadline of no end', [tool({ deadlineMs: Infinity })], 'deadlineMs must be whole milliseconds'],
    ['parameters that let anything through', [tool({ parameters: z.object({}) })], 'must be a z.strictObject'],
    ['a parameter without a description', [tool({ parameters: z.strictObject({ id: z.string() }) })], '"id" has no description'],
    [
      'a parameter that JSON Schema cannot say',
      [tool({ parameters: z.strictObject({ at: z.date().describe('When.') }) })],
      'cannot be said in JSON Schema',
    ],
  ])('stops the start and says what to do: %s', (_name, tools, message) => {
    expect(() => new ToolRegistry(tools)).toThrow(
      expect.objectContaining({ name: 'CatalogError', message: expect.stringContaining(message) }),
    );
  });
});

describe('the folders of the tools', () => {
  const complete = new Map([['look-up', ['look-up.tool.ts', 'look-up.helper.ts']]]);

  it('are in order when each has its tool, from source and built alike', () => {
    expect(() => checkToolFolders([tool()], complete)).not.toThrow();
    expect(() => checkToolFolders([tool()], new Map([['look-up', ['look-up.tool.js', 'look-up.tool.js.map']]]))).not.toThrow();
  });

  it.each<[string, Tool[], ReadonlyMap<string, string[]>, string]>([
    ['a tool that was not registered', [], complete, 'src/tools/look-up is not registered. Add the tool "look_up" to src/tools/tools.ts'],
    ['a folder without its tool', [tool()], new Map([['look-up', ['other.tool.ts']]]), 'src/tools/look-up has no look-up.tool.ts'],
    ['a tool without its folder', [tool()], new Map(), 'Move it to src/tools/look-up/look-up.tool.ts'],
  ])('stop the start and say what to do: %s', (_name, tools, folders, message) => {
    expect(() => checkToolFolders(tools, folders)).toThrow(
      expect.objectContaining({ name: 'CatalogError', message: expect.stringContaining(message) }),
    );
  });

  it('are read from src/tools', async () => {
    const folders = await readToolFolders();
    expect([...folders.keys()].sort()).toEqual([
      'ask-user',
      'forget-fact',
      'get-weather',
      'list-facts',
      'save-fact',
      'show-tour',
      'switch-theme',
    ]);
    expect(folders.get('save-fact')).toContain('save-fact.tool.ts');
  });
});
