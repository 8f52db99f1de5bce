import type { ThreadItem } from '@frontdesk/chatkit-protocol';
import { parseCursor, runLogKey } from '@frontdesk/contracts';
import type { Database } from '@frontdesk/database';
import type { DemoModel } from '@frontdesk/demo-model';
import type { Person, Place, Recorded } from './person.js';
import { textOf } from './screen.js';
import type { FaultySystem, Loss } from './system.js';

/** What a scenario came to, in numbers; `wrong` must be empty. */
export interface Verdict {
  readonly answers: number;
  readonly reconnects: number;
  readonly reloads: number;
  readonly claims: number;
  readonly abandoned: number;
  /** Of tools in Postgres. */
  readonly effects: number;
  /** Places where entries are missing, each where Redis forgot. */
  readonly gaps: number;
  readonly wrong: readonly string[];
}

type AuditedRun = Awaited<ReturnType<Database['run']['findMany']>>[number];

/** Compares what people saw with what is stored, when everything is over and every part of the system is well. */
export async function audit({ db, stores, losses }: FaultySystem, people: readonly Person[]): Promise<Verdict> {
  const answers = people.flatMap((person) => person.answers);
  const runs = await db.run.findMany({ where: { id: { in: answers.map(({ runId }) => runId) } } });
  const effects = await effectsOf(db, runs.map(({ id }) => id), runs.map(({ threadId }) => threadId));
  const wrong = [
    ...effects.wrong,
    ...(await Promise.all(people.map((person) => wrongOnScreen(person, losses)))).flat(),
    ...people.flatMap((person) => wrongErrors(person, runs)),
    ...answers.flatMap((answer) => disorder(answer, losses)),
    ...(await undelivered(stores.redis, answers, losses)),
    ...runs.filter((run) => !hasEndedWell(run)).map((run) => `${run.id}: is ${run.status} ${run.errorCode ?? ''}`),
  ];
  return {
    answers: answers.length,
    reconnects: answers.reduce((sum, { reconnects }) => sum + reconnects, 0),
    reloads: people.reduce((sum, { reloads }) => sum + reloads, 0),
    claims: runs.reduce((sum, { epoch }) => sum + epoch, 0),
    abandoned: runs.filter(isAbandoned).length,
    effects: effects.count,
    gaps: answers.reduce((sum, answer) => sum + gapsIn(answer).length, 0),
    wrong,
  };
}

/** Requests for answers so far; those for titles do not stream. */
export const answersAskedFor = (model: DemoModel): number => model.requests().filter(({ stream }) => stream).length;

async function wrongOnScreen(person: Person, losses: readonly Loss[]): Promise<string[]> {
  const { screen, threadId, answers } = person;
  const [shown, stored] = [comparable([...screen.items.values()]), comparable(await person.stored())];
  // Who was in the middle when Redis forgot may get the rest as a whole, from Postgres.
  const torn = answers.some((answer) => metLoss(answer, losses)) ? [] : screen.torn;
  const differing = [...shown.filter((item) => !stored.includes(item)), ...stored.filter((item) => !shown.includes(item))];
  return [
    ...torn.map((problem) => `${threadId}: ${problem}`),
    ...differing.map((item) => `${threadId}: only ${shown.includes(item) ? 'on screen' : 'stored'}: ${item}`),
  ];
}

/** An error is shown for a run that was given up, and for no other. */
function wrongErrors({ screen, threadId }: Person, runs: readonly AuditedRun[]): string[] {
  const expected = runs.filter((run) => run.threadId === threadId && isAbandoned(run)).length;
  return screen.errors.length === expected ? [] : [`${threadId}: ${screen.errors.length} errors on screen, ${expected} runs given up: ${screen.errors.join()}`];
}

/** Each call in the ledger that saved a fact saved one, and there are no others. */
async function effectsOf(db: Database, runIds: readonly string[], threadIds: readonly string[]): Promise<{ count: number; wrong: string[] }> {
  const calls = await db.toolCall.findMany({ where: { runId: { in: [...runIds] }, tool: 'save_fact', finishedAt: { not: null } } });
  const facts = await db.fact.groupBy({ by: ['threadId'], where: { threadId: { in: [...threadIds] } }, _count: true });
  const countIn = (threadId: string): number => facts.find((one) => one.threadId === threadId)?._count ?? 0;
  const wrong = [...new Set(threadIds)].filter((threadId) => countIn(threadId) !== calls.filter((call) => call.threadId === threadId).length);
  return { count: calls.length, wrong: wrong.map((threadId) => `${threadId}: ${countIn(threadId)} facts are not what its calls saved`) };
}

/** What is in a log and did not reach its reader. Whoever got the end from Postgres, since Redis was away, does not wait for more. */
async function undelivered(redis: FaultySystem['stores']['redis'], answers: readonly Recorded[], losses: readonly Loss[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const runId of new Set(answers.map((answer) => answer.runId))) {
    const parts = answers.filter((answer) => answer.runId === runId);
    const seen = parts.flatMap(({ places }) => places);
    const last = seen.at(-1);
    const isExcused = (now: Place): boolean => last !== undefined && isLater({ before: last, now }) && parts.some((part) => metLoss(part, losses));
    const entries = (await redis.entries(runLogKey(runId))).filter(({ fields }) => !fields.includes('end'));
    const missing = entries.filter(({ id }) => !seen.some(({ cursor }) => cursor === id) && !isExcused({ cursor: id, seenAt: 0 }));
    wrong.push(...missing.map(({ id }) => `${runId}: ${id} is in the log and did not reach its reader`));
  }
  return wrong;
}

/** A run that outlived three workers may end in an error, said in words. */
const isAbandoned = ({ errorCode }: AuditedRun): boolean => errorCode === 'run_abandoned';
const hasEndedWell = (run: AuditedRun): boolean => ['completed', 'cancelled'].includes(run.status) || isAbandoned(run);

/** Items as they look: the server marks a client tool's call as answered, and no frame says so. */
const comparable = (items: readonly ThreadItem[]): string[] =>
  items
    .filter((item) => item.type !== 'client_tool_call')
    .map((item) => JSON.stringify(item));

/** Two places of an answer, the later of which should follow the earlier at once. */
interface Pair {
  readonly before: Place;
  readonly now: Place;
}

/** Its places two by two, beginning with where it was before its first frame. */
function pairsOf({ begunAt, places }: Recorded): Pair[] {
  const start: Place = { cursor: '0-0', seenAt: begunAt };
  return places.map((now, index) => ({ before: places[index - 1] ?? start, now }));
}

/** Where numbers are missing. */
const gapsIn = (answer: Recorded): Pair[] => pairsOf(answer).filter((pair) => isLater(pair) && !isNext(pair));

const spans = ({ before, now }: Pair, losses: readonly Loss[]): boolean => losses.some(({ from, until }) => from <= now.seenAt && before.seenAt <= until);
const metLoss = (answer: Recorded, losses: readonly Loss[]): boolean => pairsOf(answer).some((pair) => spans(pair, losses));

/** Entries come in their order, none twice, and none is missing but where Redis forgot between the one and the other. */
function disorder(answer: Recorded, losses: readonly Loss[]): string[] {
  const back = pairsOf(answer).filter((pair) => !isLater(pair));
  const gaps = gapsIn(answer).filter((pair) => !spans(pair, losses));
  return [
    ...back.map(({ before, now }) => `${answer.runId}: ${now.cursor} came after ${before.cursor}`),
    ...gaps.map(({ before, now }) => `${answer.runId}: something is missing between ${before.cursor} and ${now.cursor}`),
  ];
}

function isLater({ before, now }: Pair): boolean {
  const [a, b] = [placeOf(before), placeOf(now)];
  return b.epoch > a.epoch || (b.epoch === a.epoch && b.seq > a.seq);
}

function isNext({ before, now }: Pair): boolean {
  const [a, b] = [placeOf(before), placeOf(now)];
  return b.seq === (b.epoch === a.epoch ? a.seq + 1 : 1) || b.seq === Number.MAX_SAFE_INTEGER; // behind the part before, says the gateway
}

function placeOf({ cursor }: Place): { epoch: number; seq: number } {
  const [epoch = 0, seq = 0] = (parseCursor(cursor) ?? '0-0').split('-').map(Number);
  return { epoch, seq };
}

/** The one answer to "count to n"; anything else was lost, doubled or mixed up. */
export function countsTo(items: readonly ThreadItem[], n: number): boolean {
  const messages = items.filter((item) => item.type === 'assistant_message');
  return messages.length === 1 && messages.map(textOf).join() === Array.from({ length: n }, (_, index) => index + 1).join(', ');
}
