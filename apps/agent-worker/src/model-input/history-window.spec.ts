import { threadItemSchema, type ThreadItem } from '@frontdesk/chatkit-protocol';
import { historyWindow, tokensOf } from './history-window.js';

const base = { thread_id: 'thr', created_at: '2026-11-22T10:00:00.000Z' };
const user = (id: string, length: number): ThreadItem =>
  threadItemSchema.parse({ ...base, type: 'user_message', id, content: [{ type: 'input_text', text: 'x'.repeat(length) }], inference_options: {} });
const answer = (id: string, length: number): ThreadItem =>
  threadItemSchema.parse({ ...base, type: 'assistant_message', id, content: [{ type: 'output_text', text: 'x'.repeat(length), annotations: [] }] });

/** Ten turns of about 2 × 100 tokens and a little around them. */
const turns = Array.from({ length: 10 }, (_, turn) => [user(`u${turn}`, 400), answer(`a${turn}`, 400)]).flat();

describe('the newest part of a thread', () => {
  it('is all of it while it fits', () => {
    expect(historyWindow(turns, 100_000)).toEqual({ items: turns, isCut: false, keepFrom: 'u0' });
  });

  it('keeps to the budget, and begins with a message of the user', () => {
    const budget = 1_000;
    const { items, isCut, keepFrom } = historyWindow(turns, budget);
    expect(isCut).toBe(true);
    expect(items[0]?.type).toBe('user_message');
    expect(items.at(-1)?.id).toBe('a9');
    const cost = items.reduce((sum, item) => sum + tokensOf(item), 0);
    expect(cost).toBeLessThanOrEqual(budget);
    expect(cost).toBeGreaterThan(budget / 2);
    expect(items.findIndex(({ id }) => id === keepFrom)).toBeGreaterThan(0); // a summary leaves room for turns to come
  });

  it('has the newest item whatever it costs', () => {
    expect(historyWindow([...turns, user('long', 40_000)], 1_000).items.map(({ id }) => id)).toEqual(['long']);
  });

  it('counts what files cost a model', () => {
    const attachments = [{ type: 'file', id: 'atc_1', name: 'a.pdf', mime_type: 'application/pdf' }];
    const withFile = threadItemSchema.parse({ ...user('f', 4), attachments });
    expect(tokensOf(withFile)).toBeGreaterThan(1_000);
  });
});
