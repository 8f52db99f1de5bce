/** A text delta of a model's stream whose neighbours can be joined to it. */
interface OpenDelta {
  /** What two deltas must share to be one: where the text goes, and everything else that they say. */
  readonly key: string;
  readonly head: string;
  readonly text: string[];
  /** The event with another text in place of the delta. */
  readonly withText: (text: string) => object;
}

/** Of the Responses API: each has its text in `delta`, and fields that say where it goes. */
const JOINED_EVENTS = new Set([
  'response.output_text.delta',
  'response.refusal.delta',
  'response.reasoning_summary_text.delta',
  'response.reasoning_text.delta',
  'response.function_call_arguments.delta',
]);

const EVENT_END = /\r?\n\r?\n/g;
const DATA = /^data: ?(.*)$/m;

/**
 * Joins neighbouring text deltas in the event stream of a model's server, as text: an agent's loop then handles one event
 * where a quick model sent a hundred. All other events pass as they came, in their place.
 */
export class DeltaJoiner {
  private rest = '';
  private done: string[] = [];
  private open: OpenDelta | null = null;
  private pressing = false;
  private text = false;

  /** Takes the next piece of the stream, cut anywhere. */
  add(piece: string): void {
    const text = this.rest + piece;
    let from = 0;
    EVENT_END.lastIndex = 0;
    for (let end = EVENT_END.exec(text); end !== null; end = EVENT_END.exec(text)) {
      this.event(text.slice(from, EVENT_END.lastIndex));
      from = EVENT_END.lastIndex;
    }
    this.rest = text.slice(from);
  }

  /** Whether there are whole events to take. */
  get isEmpty(): boolean {
    return this.open === null && this.done.length === 0;
  }

  /** Whether there is more to take than text that may wait for more of its kind. */
  get isPressing(): boolean {
    return this.pressing;
  }

  get hasText(): boolean {
    return this.text;
  }

  /** @returns every whole event so far */
  take(): string {
    this.closeDelta();
    const events = this.done.join('');
    this.done = [];
    this.pressing = false;
    this.text = false;
    return events;
  }

  /** @returns what is left at the end of the stream, though it is no whole event */
  takeRest(): string {
    const all = this.take() + this.rest;
    this.rest = '';
    return all;
  }

  private event(block: string): void {
    const delta = openDelta(block);
    if (delta === null) {
      this.closeDelta();
      this.done.push(block);
      this.pressing = true;
      return;
    }
    this.text = true;
    if (this.open?.key === delta.key) {
      this.open.text.push(...delta.text);
    } else {
      this.closeDelta();
      this.open = delta;
    }
  }

  private closeDelta(): void {
    if (this.open !== null) {
      const { head, text, withText } = this.open;
      this.done.push(`${head}data: ${JSON.stringify(withText(text.join('')))}\n\n`);
      this.open = null;
    }
  }
}

function openDelta(block: string): OpenDelta | null {
  const isResponses = block.includes('.delta"');
  if (!isResponses && !block.includes('"delta":')) {
    return null;
  }
  const data = DATA.exec(block);
  const event = data === null ? null : parsed(data[1] ?? '');
  return event === null ? null : isResponses ? responsesDelta(block, event) : chatDelta(block, event);
}

function parsed(data: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // not ours to judge: it passes as it came
  }
}

function responsesDelta(block: string, event: Record<string, unknown>): OpenDelta | null {
  const { type, delta, sequence_number: _number, logprobs, obfuscation: _padding, ...place } = event;
  if (typeof type !== 'string' || !JOINED_EVENTS.has(type) || typeof delta !== 'string' || hasEntries(logprobs)) {
    return null;
  }
  const { obfuscation: _, ...kept } = event;
  return { key: `${type} ${JSON.stringify(place)}`, head: headOf(block), text: [delta], withText: (text) => ({ ...kept, delta: text }) };
}

/** A chunk of Chat Completions that says nothing but a piece of one choice's text. */
function chatDelta(block: string, event: Record<string, unknown>): OpenDelta | null {
  const { choices, obfuscation: _padding, ...envelope } = event;
  const [choice, another] = Array.isArray(choices) ? (choices as unknown[]) : [];
  if (!isRecord(choice) || another !== undefined) {
    return null;
  }
  const { delta, ...around } = choice;
  if (!isRecord(delta)) {
    return null;
  }
  const { content, ...besides } = delta;
  const saysMore = hasValues(besides) || (around['finish_reason'] ?? null) !== null || (around['logprobs'] ?? null) !== null || isRecord(envelope['usage']);
  if (typeof content !== 'string' || saysMore) {
    return null;
  }
  return {
    key: JSON.stringify([envelope['id'], around]),
    head: headOf(block),
    text: [content],
    withText: (text) => ({ ...envelope, choices: [{ ...around, delta: { ...besides, content: text } }] }),
  };
}

/** The lines before the data, such as the event's name. */
const headOf = (block: string): string => block.slice(0, block.indexOf('data:'));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const hasEntries = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
/** Some servers repeat the role with every chunk; that says nothing new. */
const hasValues = (fields: Record<string, unknown>): boolean =>
  Object.entries(fields).some(([name, value]) => name !== 'role' && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0));
