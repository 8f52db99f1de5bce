import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Answer, Reply } from './person.js';

type Entry =
  | { readonly case: string; readonly request: unknown; readonly status: number; readonly text: string }
  | { readonly case: string; readonly request: unknown; readonly answer: Answer };

/** Everything that was asked and answered, for peers that check it: one JSON object a line. */
export class Recording {
  private readonly entries: Entry[] = [];
  /** The case that runs. */
  current = '';

  reply(request: unknown, { status, text }: Reply): void {
    this.entries.push({ case: this.current, request, status, text });
  }

  stream(request: unknown, answer: Answer): void {
    this.entries.push({ case: this.current, request, answer });
  }

  save(file: string): void {
    const lines = this.entries.map((entry) =>
      JSON.stringify(
        'answer' in entry
          ? { case: entry.case, request: entry.request, status: 200, frames: entry.answer.raw }
          : { case: entry.case, request: entry.request, status: entry.status, body: entry.text },
      ),
    );
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${lines.join('\n')}\n`);
  }
}
