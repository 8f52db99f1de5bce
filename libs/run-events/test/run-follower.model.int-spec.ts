import { CURSOR_START, compareCursors, cursorOf, newId, runLogChannel, runLogKey, type RunEvent, type RunStatus } from '@frontdesk/contracts';
import type { Redis } from 'ioredis';
import fc from 'fast-check';
import { LiveChannels, type LiveListener } from '../src/live-channels.js';
import { RunEventTail } from '../src/run-event-tail.js';
import { appendRunEvent } from '../src/run-log.js';
import { connect, follow, type Following } from './following.js';

/** Every interleaving is made on a real Redis; each step costs a round trip or two, and a broken store a pause. */
const RUNS = 80;
const TIMEOUT_MS = 120_000;

const STEPS = ['writeUnreadable', 'claim', 'park', 'nudge', 'loseLog', 'loseMessages', 'fillReader', 'freeReader', 'hearOld', 'breakStore', 'mendStore'] as const;
type Step = 'write' | 'writeUnheard' | (typeof STEPS)[number];

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant<Step>('write') },
    { weight: 3, arbitrary: fc.constant<Step>('writeUnheard') },
    { weight: 9, arbitrary: fc.constantFrom<Step>(...STEPS) },
  ),
  { maxLength: 40 },
);

/** A run as its worker writes it, and one that follows it from its beginning. */
class Scene implements LiveListener {
  readonly runId = newId('run');
  readonly written: RunEvent[] = [];
  hasLostLog = false;
  hasUnreadable = false;
  private readonly following: Following;
  private epoch = 1;
  private seq = 0;
  private status: RunStatus = 'running';
  private isStoreBroken = false;
  private free: (() => void) | null = null;
  private room: Promise<void> | undefined;
  private lastMessage = '';
  private whenHeard = (): void => undefined;

  private readonly steps: Readonly<Record<Step, () => unknown>> = {
    write: () => this.write(true),
    writeUnheard: () => this.write(false),
    writeUnreadable: () => {
      this.hasUnreadable = true;
      return this.append('2', 'pictures', 'whatever', true);
    },
    claim: () => this.claim(),
    // Of a run that is resumed in the same moment.
    park: async () => {
      await this.append('1', 'end', 'waiting', true);
      this.claim();
    },
    nudge: () => this.publish('look'),
    loseLog: () => {
      this.hasLostLog = true;
      return this.redis.del(runLogKey(this.runId));
    },
    loseMessages: () => this.following.follower.hear(null),
    hearOld: () => this.following.follower.hear(this.lastMessage),
    fillReader: () => {
      this.room ??= new Promise((resolve) => (this.free = resolve));
    },
    freeReader: () => this.freeReader(),
    breakStore: () => (this.isStoreBroken = true),
    mendStore: () => (this.isStoreBroken = false),
  };

  constructor(
    private readonly redis: Redis,
    reader: RunEventTail,
  ) {
    this.following = follow(this.runId, {
      reader,
      passesEarlierEnds: true,
      room: () => this.room,
      status: () => (this.isStoreBroken ? Promise.reject(new Error('away')) : Promise.resolve(this.status)),
    });
  }

  async step(step: Step): Promise<void> {
    await this.steps[step]();
  }

  /** Messages of the channel arrive here as they do at the follower. */
  hear(): void {
    this.whenHeard();
  }

  /** @returns all that the reader was given */
  async end(): Promise<readonly RunEvent[]> {
    this.isStoreBroken = false;
    this.status = 'completed';
    await this.append('1', 'end', 'completed', true);
    this.freeReader(); // who had no room heard even the end in vain
    await this.following.done;
    return this.following.events;
  }

  private freeReader(): void {
    this.room = undefined;
    this.free?.();
    this.free = null;
  }

  private async publish(message: string): Promise<void> {
    const heard = new Promise<void>((resolve) => (this.whenHeard = resolve));
    await this.redis.publish(runLogChannel(this.runId), message);
    await heard;
  }

  private claim(): void {
    this.epoch += 1;
    this.seq = 0;
  }

  private async write(isHeard: boolean): Promise<void> {
    const frame = `${this.epoch}-${this.seq + 1}`;
    this.written.push({ kind: 'frames', epoch: this.epoch, seq: this.seq + 1, frames: [frame] });
    await this.append('1', 'frames', frame, isHeard);
  }

  private async append(version: string, kind: string, data: string, isHeard: boolean): Promise<void> {
    const id = `${this.epoch}-${(this.seq += 1)}`;
    await this.redis.xadd(runLogKey(this.runId), id, 'v', version, 'k', kind, 'd', data);
    this.lastMessage = `${id} ${version} ${kind}\n${data}`;
    if (isHeard) {
      await this.publish(this.lastMessage);
    }
  }
}

let redis: Redis;
let channels: LiveChannels;
let reader: RunEventTail;
beforeAll(() => {
  redis = connect();
  channels = new LiveChannels(connect());
  reader = new RunEventTail(connect(), channels);
});

it('gives a reader every entry once and in order, whatever is lost, late, repeated or broken on the way', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const scene = new Scene(redis, reader);
      await channels.listen(runLogChannel(scene.runId), scene);
      for (const step of taken) {
        await scene.step(step);
      }
      const events = await scene.end();
      channels.leave(runLogChannel(scene.runId), scene);
      const cursors = events.map(cursorOf);
      expect(cursors).toEqual([...new Set(cursors)].sort(compareCursors));
      const end = events.at(-1);
      expect(end).toMatchObject({ kind: 'end', status: 'completed' });
      expect(events.filter(({ kind }) => kind === 'end')).toHaveLength(1);
      const shown = events.filter(({ kind }) => kind === 'frames');
      if (scene.hasLostLog) {
        expect(scene.written).toEqual(expect.arrayContaining(shown));
      } else {
        expect(shown).toEqual(scene.written);
        expect(end?.kind === 'end' && end.missed === true).toBe(scene.hasUnreadable);
      }
    }),
    { numRuns: RUNS },
  );
}, TIMEOUT_MS);

it('tells at the end whether anything is missing within an epoch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (kept) => {
      const runId = newId('run');
      const last = kept.length + 1;
      for (const [index, isKept] of kept.entries()) {
        if (isKept) {
          await appendRunEvent(redis, runId, { kind: 'frames', epoch: 1, seq: index + 1, frames: ['x'] }, true);
        }
      }
      await appendRunEvent(redis, runId, { kind: 'end', epoch: 1, seq: last, status: 'completed' }, true);
      const following = follow(runId, { reader, after: CURSOR_START });
      await following.done;
      expect(following.events).toHaveLength(kept.filter(Boolean).length + 1);
      expect(following.events.at(-1)).toEqual({ kind: 'end', epoch: 1, seq: last, status: 'completed', ...(kept.every(Boolean) ? {} : { missed: true }) });
    }),
    { numRuns: 40 },
  );
});
