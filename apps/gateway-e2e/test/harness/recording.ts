import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Answer, Reply } from './person.js';

interface Asked {
  readonly case: string;
  readonly who: string;
  readonly request: unknown;
}

type Entry = Asked & ({ readonly status: number; readonly body: string } | { readonly answer: Answer });

/** Everything that was asked and answered, for peers that check it: one JSON object a line. */
export class Recording {
  private readonly entries: Entry[] = [];
  private readonly prepared = new Set<string>();
  /** The case that runs. */
  current = '';

  reply(who: string, request: unknown, { status, text }: Reply): void {
    this.entries.push({ case: this.current, who, request, status, body: text });
  }

  stream(who: string, request: unknown, answer: Answer): void {
    this.entries.push({ case: this.current, who, request, answer });
  }

  /** The case put rows into the database itself: what it is answered from here on, only this system can say. */
  rowsPrepared(): void {
    this.prepared.add(this.current);
  }

  /** What was asked, in order. */
  get requests(): unknown[] {
    return this.entries.map(({ request }) => request);
  }

  save(file: string): void {
    const lines = this.entries.map((entry) => {
      const { case: id, who, request } = entry;
      const asked = { case: id, who, request, ...(this.prepared.has(id) ? { prepared: true } : {}) };
      return JSON.stringify(
        'answer' in entry
          ? { ...asked, status: 200, frames: entry.answer.raw, ...(entry.answer.isWhole ? {} : { left: true }) }
          : { ...asked, status: entry.status, body: entry.body },
      );
    });
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}
