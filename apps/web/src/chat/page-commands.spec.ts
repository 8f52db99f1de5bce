import type { CommandSelection } from '@openai/chatkit';

import { NO_OFFER } from './chat-offer.js';
import type { CommandEffects } from './slash-commands.js';
import { slashCommands } from './slash-commands.js';
import type { WidgetEffects } from './widget-actions.js';
import { widgetActions } from './widget-actions.js';

const FACT = { id: 'fact_1', text: 'Prefers tea', createdAt: 0 };
const FILES = { maxBytes: 1_000, maxCount: 1, accept: ['*'] };

/** What was done, in order. */
function recorder(facts = [FACT]) {
  const done: unknown[] = [];
  const effects: CommandEffects & WidgetEffects = {
    theme: () => 'dark',
    toggleTheme: () => void done.push('theme'),
    facts: () => facts,
    showFacts: () => void done.push('facts'),
    startMessage: (text) => void done.push(text),
    newChat: () => void done.push('new'),
    showHistory: () => void done.push('history'),
    attachSample: async ({ name }) => void done.push(name),
    onUnknownAction: (type) => void done.push(`unknown ${type}`),
  };
  return { done, effects };
}

describe('the "/" menu', () => {
  const commands = (attachments: typeof FILES | null = FILES, facts = [FACT]) => {
    const { done, effects } = recorder(facts);
    const { onSearch, onSelect } = slashCommands({ ...NO_OFFER, attachments }, effects);
    const idsOf = async (query: string) => (await onSearch?.(query))?.map(({ id }) => id);
    const select = (id: string): Promise<void | CommandSelection> => onSelect?.({ id, label: id }) ?? Promise.resolve();
    return { done, idsOf, select };
  };

  it('offers what the page can do, searched by name', async () => {
    const { idsOf } = commands();
    expect(await idsOf('')).toEqual(['remember', 'mention', 'sample', 'facts', 'theme', 'new', 'history']);
    expect(await idsOf('Light')).toEqual(['theme']);
    expect(await idsOf('hist')).toEqual(['history']);
  });

  it('leaves out facts and samples where there are none to give', async () => {
    expect(await commands(null, []).idsOf('')).toEqual(['remember', 'facts', 'theme', 'new', 'history']);
  });

  it('does what was chosen', async () => {
    const { done, select } = commands();
    for (const id of ['remember', 'facts', 'theme', 'new', 'history', 'sample:table']) {
      expect(await select(id)).toBeUndefined();
    }
    expect(done).toEqual(['Remember that ', 'facts', 'theme', 'new', 'history', 'orders.csv']);
  });

  it('leads on to a fact, which is then mentioned, and to the samples', async () => {
    const { select } = commands();
    expect(await select('mention')).toMatchObject({ type: 'menu', commands: [{ id: 'fact:fact_1', label: 'Prefers tea' }] });
    expect(await select('fact:fact_1')).toMatchObject({ type: 'entity', entity: { id: 'fact_1' } });
    expect(await select('sample')).toMatchObject({
      type: 'menu',
      commands: [{ id: 'sample:picture' }, { id: 'sample:table' }, { id: 'sample:note' }],
    });
  });
});

describe('an action of a widget', () => {
  const act = async (type: string, payload?: Record<string, unknown>) => {
    const { done, effects } = recorder();
    await widgetActions(effects).onAction?.({ type, ...(payload && { payload }) }, { id: 'item', widget: { type: 'Card', children: [] } });
    return done;
  };

  it('attaches a sample, begins a message, or leads to the facts', async () => {
    expect(await act('page.attach_sample', { sample: 'picture' })).toEqual(['desk-bell.png']);
    expect(await act('page.start_message', { text: 'Hello ' })).toEqual(['Hello ']);
    expect(await act('page.show_facts')).toEqual(['facts']);
  });

  it.each([
    ['page.attach_sample', { sample: 'unheard of' }],
    ['page.start_message', {}],
    ['page.fly', {}],
  ])('that the page does not know (%s) is told, and changes nothing', async (type, payload) => {
    expect(await act(type, payload)).toEqual([`unknown ${type}`]);
  });
});
