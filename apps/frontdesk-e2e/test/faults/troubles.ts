import { pick, randomFrom } from '@frontdesk/testing';

/** Something that is done to one part of the system, and made good again by itself. */
export interface Fault {
  /** The name of a process, or of a store. */
  readonly part: string;
  /** SIGSTOP: it stands still, and goes on. Otherwise it ends, and is started again. */
  readonly how: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';
  /** Until it goes on, or is started again. */
  readonly awayMs: number;
}

/** Faults that come at the same moment. */
export interface Trouble {
  /** So many frames people see, after the trouble before came, until this one does. */
  readonly afterFrames: number;
  readonly faults: readonly Fault[];
}

const FRAMES = { min: 50, max: 750 };
/** What people count to. */
const NUMBERS = { min: 20, max: 100 };
/** One trouble of so many hits two parts at once. */
const TWO_AT_ONCE = 4;

const WORKERS = ['agent-worker', 'agent-worker-2', 'agent-worker-3'];
const GATEWAYS = ['gateway', 'gateway-2'];

const KINDS = [
  { parts: WORKERS, how: 'SIGKILL', awayMs: 1_000 },
  { parts: WORKERS, how: 'SIGKILL', awayMs: 1_000 },
  { parts: GATEWAYS, how: 'SIGKILL', awayMs: 1_000 },
  { parts: ['tools-service'], how: 'SIGKILL', awayMs: 1_000 },
  { parts: ['redis'], how: 'SIGKILL', awayMs: 3_000 },
  { parts: ['postgres'], how: 'SIGKILL', awayMs: 3_000 },
  { parts: WORKERS, how: 'SIGTERM', awayMs: 1_000 },
  { parts: GATEWAYS, how: 'SIGTERM', awayMs: 1_000 },
  { parts: WORKERS, how: 'SIGSTOP', awayMs: 9_000 }, // longer than a lease, often: it comes back to runs that are somebody else's
] as const;

/** All that will happen, one after another: a pure function of the seed. For two gateways and three workers. */
export function* troublesFrom(seed: number): Generator<Trouble, never, undefined> {
  const random = randomFrom(seed);
  const fault = (): Fault => {
    const { parts, how, awayMs } = pick(random, KINDS);
    return { part: pick<string>(random, parts), how, awayMs: Math.round(random() * awayMs) };
  };
  for (;;) {
    const afterFrames = FRAMES.min + Math.floor(random() * (FRAMES.max - FRAMES.min));
    const [first, second] = [fault(), fault()];
    const isTwice = random() < 1 / TWO_AT_ONCE && first.part !== second.part;
    yield { afterFrames, faults: isTwice ? [first, second] : [first] };
  }
}

/** What one person says, a pure function of the seed and of who it is: counts to a number, or (null) something to remember. */
export function numberToCountTo(seed: number, person: number): number | null {
  const random = randomFrom(seed * 7_919 + person);
  return random() < 0.75 ? NUMBERS.min + Math.floor(random() * (NUMBERS.max - NUMBERS.min)) : null;
}

/** For people who read along. */
export const describeTrouble = ({ afterFrames, faults }: Trouble): string =>
  `after ${afterFrames} frames: ${faults.map(({ part, how, awayMs }) => `${how} ${part} for ${awayMs} ms`).join(', ')}`;
