import { loadConfig } from '@frontdesk/config';
import { randomFrom } from '@frontdesk/testing';
import { z } from 'zod';
import { answersAskedFor, audit, countsTo } from './audit.js';
import { Frames } from './frames.js';
import { Person } from './person.js';
import { textOf } from './screen.js';
import { startFaultySystem, type FaultySystem } from './system.js';
import { describeTrouble, numberToCountTo, troublesFrom } from './troubles.js';

/** `npm run test:faults` reads them: how much, and the seed of a scenario to be seen again. */
const { FAULT_RUNS, FAULT_SEED, FAULT_MINUTES } = loadConfig(
  z.object({
    FAULT_RUNS: z.coerce.number().int().positive().default(1_000),
    FAULT_SEED: z.coerce.number().int().default(() => Date.now() % 1_000_000),
    /** No further conversation begins after that; those at hand come to their end. */
    FAULT_MINUTES: z.coerce.number().positive().default(60),
  }),
);
const AT_ONCE = 16;
/** Slow enough that most answers are met by a fault. */
const TOKENS_PER_SECOND = 20;
const END_MS = 300_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

let system: FaultySystem;

beforeAll(async () => {
  system = await startFaultySystem({ gateways: 2, workers: 3, tokensPerSecond: TOKENS_PER_SECOND });
}, END_MS);
afterAll(() => system.close(), END_MS);

const frames = new Frames();
const suffered = new Map<string, number>();
/** Answers that say that the tools service is away. */
let refusals = 0;

interface Talk {
  readonly person: Person;
  readonly isRight: () => Promise<boolean>;
}

/** Counts, or has one effect in Postgres through the tools service and an answer by the page. */
async function converse(index: number): Promise<Talk> {
  const person = await Person.arrive(system.stack.gatewayUrls, randomFrom(FAULT_SEED + index), () => frames.saw());
  const n = numberToCountTo(FAULT_SEED, index);
  await person.ask(n === null ? 'Please remember that I work at Acme as a designer.' : `count to ${n}`);
  const isRight = async (): Promise<boolean> => (n === null ? saysWhatIs(person) : countsTo(await person.stored(), n));
  return { person, isRight: async () => person.screen.errors.length > 0 || isRight() }; // which errors may be there, the audit knows
}

/** The fact is kept once, or the answer says that it could not be: without the tools service nobody can. */
async function saysWhatIs(person: Person): Promise<boolean> {
  const facts = await person.facts();
  const isRefused = (await person.stored()).some((item) => /could not save|no way to save/.test(textOf(item)));
  refusals += Number(isRefused);
  return facts.length === (isRefused ? 0 : 1);
}

/** One trouble after another, until the people have gone. A part that is not well yet is let come back first. @returns what did not come back */
async function disturb(over: Promise<void>): Promise<string[]> {
  const lost: string[] = [];
  const well = new Map<string, Promise<void>>();
  for (const trouble of troublesFrom(FAULT_SEED)) {
    if (!(await frames.more(trouble.afterFrames, over))) {
      break;
    }
    for (const fault of trouble.faults) {
      await well.get(fault.part);
      const name = `${fault.how} ${fault.part.replace(/-\d$/, '')}`;
      suffered.set(name, (suffered.get(name) ?? 0) + 1);
      well.set(fault.part, system.suffer(fault).catch((cause: unknown) => void lost.push(`${fault.part} did not come back: ${String(cause)}`)));
    }
    say(`frame ${frames.seen}: ${describeTrouble(trouble)}`);
  }
  await Promise.all(well.values());
  return lost;
}

it(`every one of ${FAULT_RUNS} conversations ends in one right answer while processes and stores die at random`, async () => {
  say(`seed ${FAULT_SEED}: FAULT_SEED=${FAULT_SEED} repeats the faults, and after how many frames each comes`);
  const deadline = Date.now() + FAULT_MINUTES * 60_000;
  const talks: Talk[] = [];
  let begun = 0;
  const stayBusy = async (): Promise<void> => {
    while (begun < FAULT_RUNS && Date.now() < deadline) {
      talks.push(await converse(begun++));
    }
  };
  const load = Promise.all(Array.from({ length: AT_ONCE }, stayBusy)).then(() => undefined);
  const [, lost] = await Promise.all([load, disturb(load)]);

  const verdict = await audit(system, talks.map(({ person }) => person));
  const wrong: string[] = [...lost, ...verdict.wrong];
  for (const { person, isRight } of talks) {
    if (!(await isRight())) {
      wrong.push(`${person.threadId}: not the right answer: ${JSON.stringify(await person.stored())}`);
    }
  }
  const modelCalls = answersAskedFor(system.model);
  say(JSON.stringify({ seed: FAULT_SEED, conversations: talks.length, faults: Object.fromEntries(suffered), ...verdict, refusals, modelCalls, wrong }, null, 2));
  expect(wrong).toEqual([]);
  // Each claim asks once at most, and each answer was asked for, but those that were given up.
  expect(modelCalls).toBeGreaterThanOrEqual(verdict.answers - verdict.abandoned);
  expect(modelCalls).toBeLessThanOrEqual(verdict.claims);
}, FAULT_MINUTES * 60_000 + END_MS);
