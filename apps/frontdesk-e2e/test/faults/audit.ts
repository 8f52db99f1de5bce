import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import type { Database } from '@frontdesk/database';
import type { DemoModel } from '@frontdesk/demo-model';
import type { Person } from './person.js';
import { textOf } from './screen.js';

/** What a scenario came to, in numbers; `wrong` must be empty. */
export interface Verdict {
  readonly answers: number;
  readonly reconnects: number;
  readonly reloads: number;
  readonly claims: number;
  readonly abandoned: number;
  readonly modelCalls: number;
  /** Of tools in Postgres. */
  readonly effects: number;
  readonly wrong: readonly string[];
}

export interface AuditOptions {
  readonly db: Database;
  readonly model: DemoModel;
  readonly people: readonly Person[];
  /** Redis lost entries: then streamed text may have gaps that the final item fills. */
  readonly redisWasLost: boolean;
}

export async function audit({ db, model, people, redisWasLost }: AuditOptions): Promise<Verdict> {
  const answers = people.flatMap((person) => person.answers);
  const runs = await db.run.findMany({ where: { id: { in: answers.map(({ runId }) => runId) } } });
  const effects = await effectsOf(db, runs.map(({ id }) => id), runs.map(({ threadId }) => threadId));
  const wrong = [
    ...effects.wrong,
    ...(await Promise.all(people.map((person) => wrongOnScreen(person, redisWasLost)))).flat(),
    ...answers.flatMap(({ runId, cursors }) => disorder(cursors, redisWasLost).map((problem) => `${runId}: ${problem}`)),
    ...runs.filter((run) => !hasEndedWell(run)).map((run) => `${run.id}: is ${run.status} ${run.errorCode ?? ''}`),
  ];
  return {
    answers: answers.length,
    reconnects: answers.reduce((sum, { reconnects }) => sum + reconnects, 0),
    reloads: people.reduce((sum, { reloads }) => sum + reloads, 0),
    claims: runs.reduce((sum, { epoch }) => sum + epoch, 0),
    abandoned: runs.filter(({ errorCode }) => errorCode === 'run_abandoned').length,
    modelCalls: model.counts().total,
    effects: effects.count,
    wrong,
  };
}

async function wrongOnScreen(person: Person, redisWasLost: boolean): Promise<string[]> {
  const { screen, threadId } = person;
  const [shown, stored] = [comparable([...screen.items.values()]), comparable(await person.stored())];
  const torn = redisWasLost ? [] : screen.torn.map((id) => `${threadId}: the streamed text of ${id} was not the final one`);
  const differing = [...shown.filter((item) => !stored.includes(item)), ...stored.filter((item) => !shown.includes(item))];
  return [...torn, ...differing.map((item) => `${threadId}: only ${shown.includes(item) ? 'on screen' : 'stored'}: ${item}`)];
}

/** Each call in the ledger that saved a fact saved one, and there are no others. */
async function effectsOf(db: Database, runIds: readonly string[], threadIds: readonly string[]): Promise<{ count: number; wrong: string[] }> {
  const calls = await db.toolCall.findMany({ where: { runId: { in: [...runIds] }, tool: 'save_fact', finishedAt: { not: null } } });
  const facts = await db.fact.groupBy({ by: ['threadId'], where: { threadId: { in: [...threadIds] } }, _count: true });
  const countIn = (threadId: string): number => facts.find((one) => one.threadId === threadId)?._count ?? 0;
  const wrong = [...new Set(threadIds)].filter((threadId) => countIn(threadId) !== calls.filter((call) => call.threadId === threadId).length);
  return { count: calls.length, wrong: wrong.map((threadId) => `${threadId}: ${countIn(threadId)} facts are not what its calls saved`) };
}

/** A run that outlived three workers may end in an error, said in words. */
const hasEndedWell = (run: { readonly status: string; readonly errorCode: string | null }): boolean =>
  ['completed', 'cancelled'].includes(run.status) || run.errorCode === 'run_abandoned';

/** Items as they look: the server marks a client tool's call as answered, and no frame says so. */
const comparable = (items: readonly ThreadItem[]): string[] =>
  items
    .filter((item) => item.type !== 'client_tool_call')
    .map((item) => JSON.stringify(item));

function disorder(cursors: readonly string[], mayHaveGaps: boolean): string[] {
  return cursors.slice(1).flatMap((cursor, index) => {
    const before = placeOf(cursors[index]);
    const now = placeOf(cursor);
    const isLater = now.epoch > before.epoch || (now.epoch === before.epoch && now.seq > before.seq);
    const isNext = now.seq === (now.epoch === before.epoch ? before.seq + 1 : 1);
    return isLater && (isNext || mayHaveGaps) ? [] : [`${cursor} came after ${cursors[index]}`];
  });
}

function placeOf(cursor = ''): { epoch: number; seq: number } {
  const [epoch = 0, seq = 0] = cursor.split('-').map(Number);
  return { epoch, seq };
}

/** The one answer to "count to n"; anything else was lost, doubled or mixed up. */
export function countsTo(items: readonly ThreadItem[], n: number): boolean {
  const messages = items.filter((item) => item.type === 'assistant_message');
  return messages.length === 1 && messages.map(textOf).join() === Array.from({ length: n }, (_, index) => index + 1).join(', ');
}
