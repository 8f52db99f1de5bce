import { randomFrom } from '@frontdesk/testing';
import { answersAskedFor, audit, countsTo } from './audit.js';
import { Person } from './person.js';
import type { FaultySystem } from './system.js';

/** People in front of a system that suffers, and what must be true for them afterwards. */
export class Crowd {
  constructor(private readonly system: FaultySystem) {}

  arrive(): Promise<Person> {
    return Person.arrive(this.system.stack.gatewayUrls, randomFrom(7));
  }

  /** Several people who count at the same time; `disturb` happens once all of them see something. */
  async counting(people: number, n: number, disturb: () => Promise<void>): Promise<Person[]> {
    const crowd = await Promise.all(Array.from({ length: people }, () => this.arrive()));
    const talks = crowd.map((person) => this.listening(person, `count to ${n}`));
    await Promise.all(talks.map(({ spoken, done }) => Promise.race([spoken, done])));
    await disturb();
    await Promise.all(talks.map(({ done }) => done));
    return crowd;
  }

  /** Somebody who hears a long answer; `spoken` resolves with its first text, again after each call of `listen`. */
  listening(person: Person, text: string) {
    let hear = (): void => undefined;
    const listen = (): Promise<void> => new Promise((resolve) => (hear = resolve));
    const spoken = listen();
    const done = person.follow(person.saying(text), (data) => {
      if (data.includes('text_delta')) {
        hear();
      }
    });
    return { spoken, listen, done };
  }

  async expectOneRightAnswerEach(people: readonly Person[], n: number): Promise<void> {
    const verdict = await audit(this.system, people);
    expect(verdict.wrong).toEqual([]);
    for (const person of people) {
      expect(countsTo(await person.stored(), n)).toBe(true);
    }
  }

  async expectTextKeptOnce(person: Person): Promise<void> {
    const verdict = await audit(this.system, [person]);
    expect(verdict.wrong).toEqual([]);
    expect((await person.stored()).filter((item) => item.type === 'assistant_message')).toHaveLength(1);
  }

  get modelCalls(): number {
    return answersAskedFor(this.system.model);
  }

  /** The worker that holds the person's run, by the process id that its name carries. */
  async holderOf(person: Person): Promise<string> {
    const { db, stack } = this.system;
    const run = await db.run.findFirstOrThrow({ where: { threadId: person.threadId ?? '', status: 'running' } });
    const name = ['agent-worker', 'agent-worker-2'].find((one) => run.workerId?.includes(`-${stack.pid(one)}-`));
    if (name === undefined) {
      throw new Error('no worker of the stack holds the run');
    }
    return name;
  }
}
