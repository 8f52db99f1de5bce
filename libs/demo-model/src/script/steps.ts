import { isRecord } from '../conversation/request-fields.schema.js';
import type { Conversation, MadeCall, Turn } from '../conversation/conversation.js';
import { FORM } from './answers/interaction.answer.js';
import { matchingFacts } from './fact-match.js';
import type { Intent, RecognitionContext } from './intent.js';
import { homeIn } from './known-facts.js';
import type { PlannedCall } from './plan.js';
import { fittedArguments } from './tool-arguments.js';
import { listedFacts, outcomeOf, type ListedFact, type Outcome } from './tool-outcome.js';

/** An intent with all that its answer needs. */
export type Settled =
  /** Needs no tool. */
  | { readonly kind: 'plain'; readonly intent: Intent }
  /** The tool that it needs is not offered. */
  | { readonly kind: 'no-tool'; readonly intent: Intent; readonly tool: string }
  /** The instructions name this fact already. */
  | { readonly kind: 'known-fact'; readonly summary: string }
  | { readonly kind: 'called'; readonly intent: Intent; readonly outcome: Outcome }
  /** `facts` null: they could not be read. */
  | { readonly kind: 'recalled'; readonly about: string | null; readonly facts: readonly ListedFact[] | null }
  | {
      readonly kind: 'forgotten';
      readonly what: string | null;
      readonly facts: readonly { readonly fact: ListedFact; readonly outcome: Outcome }[] | null;
    };

export interface Steps {
  /** The calls to make now; when there are none, everything is settled. */
  readonly calls: readonly PlannedCall[];
  readonly settled: readonly Settled[];
}

/** Tools that wait for the browser. They go one at a time, since a thread waits for one answer of the browser at a time. */
const CLIENT_TOOLS: ReadonlySet<string> = new Set(['save_fact', 'switch_theme', 'ask_user']);
/** A turn with more calls than this is answered with what it has: no history may make the script call for ever. */
const MAX_CALLS = 24;

/** Finds out which tools the intents still need, and what those that ran have answered. */
export function stepsFor(intents: readonly Intent[], turn: Turn, conversation: Conversation, context: RecognitionContext): Steps {
  const planner = new Planner(turn, conversation, context);
  const settled = intents.map((intent) => planner.settle(intent)).filter((one) => one !== null);
  const foreign = planner.settleForeignCalls();
  // Words that went with a tool which the request chose were for that tool.
  const understood = foreign.length === 0 ? settled : settled.filter((one) => one.kind !== 'plain' || one.intent.kind !== 'unknown');
  return { calls: turn.calls.length >= MAX_CALLS ? [] : planner.batch(), settled: [...understood, ...foreign] };
}

class Planner {
  private readonly unclaimed: MadeCall[];
  private readonly pending: PlannedCall[] = [];
  private savesPending = false;

  constructor(
    turn: Turn,
    private readonly conversation: Conversation,
    private readonly context: RecognitionContext,
  ) {
    this.unclaimed = [...turn.calls];
  }

  /** @returns null while a call for it is pending */
  settle(intent: Intent): Settled | null {
    switch (intent.kind) {
      case 'fact':
        return this.settleFact(intent);
      case 'theme':
        return this.settleCall(intent, 'switch_theme', { theme: intent.theme });
      case 'tour':
        return this.settleCall(intent, 'show_tour', {});
      case 'questions':
        return this.settleCall(intent, 'ask_user', { questions: FORM });
      case 'troubleshoot':
        return this.settleTrouble(intent);
      case 'weather':
        return this.settleWeather(intent);
      case 'recall':
        return this.settleRecall(intent.about);
      case 'forget':
        return this.settleForget(intent);
      default:
        return { kind: 'plain', intent };
    }
  }

  /** Calls of this turn that no intent asked for: another model's, or one that the request forced. */
  settleForeignCalls(): Settled[] {
    const settled: Settled[] = [];
    for (const call of this.unclaimed) {
      const intent = intentOfCall(call);
      if (intent !== null) {
        settled.push({ kind: 'called', intent, outcome: outcomeOf(call.output) });
      }
    }
    return settled;
  }

  /** The pending calls that may go together. */
  batch(): PlannedCall[] {
    const firstClientCall = this.pending.find((call) => CLIENT_TOOLS.has(call.name));
    const together = this.pending.filter((call) => call === firstClientCall || !CLIENT_TOOLS.has(call.name));
    return this.conversation.parallelToolCalls ? together : together.slice(0, 1);
  }

  private settleFact(intent: Extract<Intent, { kind: 'fact' }>): Settled | null {
    const made = this.claim('save_fact', { fact: intent.summary }, false);
    if (made === null && this.context.facts.some((fact) => fact.toLowerCase() === intent.summary.toLowerCase())) {
      return { kind: 'known-fact', summary: intent.summary };
    }
    if (made !== null) {
      return { kind: 'called', intent, outcome: outcomeOf(made.output) };
    }
    const settled = this.settleCall(intent, 'save_fact', { fact: intent.summary });
    this.savesPending ||= settled === null;
    return settled;
  }

  /** A desk that opens cases is given one, once it is known what is wrong. */
  private settleTrouble(intent: Extract<Intent, { kind: 'troubleshoot' }>): Settled | null {
    return intent.symptom === null || !this.conversation.tools.has('open_case')
      ? { kind: 'plain', intent }
      : this.settleCall(intent, 'open_case', { summary: intent.symptom, category: 'technical', urgency: 'normal' });
  }

  private settleWeather(intent: Extract<Intent, { kind: 'weather' }>): Settled | null {
    const location = intent.location ?? homeIn(this.context.facts);
    if (location === null) {
      return { kind: 'plain', intent };
    }
    return this.settleCall({ ...intent, location }, 'get_weather', { location, ...(intent.unit && { unit: intent.unit }) });
  }

  private settleCall(intent: Intent, tool: string, wanted: Record<string, unknown>): Settled | null {
    const made = this.claim(tool, wanted, true);
    if (made !== null) {
      return { kind: 'called', intent, outcome: outcomeOf(made.output) };
    }
    return this.plan(tool, wanted) ? null : { kind: 'no-tool', intent, tool };
  }

  private settleRecall(about: string | null): Settled | null {
    const known = this.context.facts.map((text) => ({ id: null, text }));
    if (about !== null && matchingFacts(known, about).length > 0) {
      return { kind: 'recalled', about, facts: matchingFacts(known, about) };
    }
    const list = this.list();
    if (list === 'pending') {
      return null;
    }
    const facts = list === 'no-tool' ? known : list;
    return { kind: 'recalled', about, facts: facts === null || about === null ? facts : matchingFacts(facts, about) };
  }

  private settleForget(intent: Extract<Intent, { kind: 'forget' }>): Settled | null {
    if (!this.conversation.tools.has('forget_fact')) {
      return { kind: 'no-tool', intent, tool: 'forget_fact' };
    }
    const list = this.list();
    if (list === 'pending') {
      return null;
    }
    const known = list === 'no-tool' ? this.context.facts.map((text) => ({ id: null, text })) : list;
    if (known === null) {
      return { kind: 'forgotten', what: intent.what, facts: null };
    }
    const matches = intent.what === null ? known : matchingFacts(known, intent.what).slice(0, 1);
    const done: { fact: ListedFact; outcome: Outcome }[] = [];
    for (const fact of matches) {
      const wanted = fact.id === null ? { text: fact.text } : { fact_id: fact.id };
      const made = this.claim('forget_fact', wanted, true);
      if (made === null) {
        this.plan('forget_fact', wanted);
      } else {
        done.push({ fact, outcome: outcomeOf(made.output) });
      }
    }
    return done.length < matches.length ? null : { kind: 'forgotten', what: intent.what, facts: done };
  }

  private listed: readonly ListedFact[] | null | undefined;

  /** The saved facts; null when they could not be read. Facts of the same message are saved first. */
  private list(): readonly ListedFact[] | null | 'pending' | 'no-tool' {
    if (this.listed !== undefined) {
      return this.listed;
    }
    const made = this.claim('list_facts', {}, true);
    if (made !== null) {
      const outcome = outcomeOf(made.output);
      this.listed = outcome.ok ? listedFacts(outcome.value) : null;
      return this.listed;
    }
    if (!this.conversation.tools.has('list_facts')) {
      return 'no-tool';
    }
    if (!this.savesPending && !this.pending.some((call) => call.name === 'list_facts')) {
      this.plan('list_facts', {});
    }
    return 'pending';
  }

  /** Takes a call of this turn that was made for the wanted arguments; failing that, and if `anyOfName`, the first of that name. */
  private claim(name: string, wanted: Readonly<Record<string, unknown>>, anyOfName: boolean): MadeCall | null {
    const named = this.unclaimed.filter((call) => call.name === name || isRecordOf(call, name, wanted));
    const exact = named.find(
      (call) =>
        call.name !== name || Object.entries(wanted).every(([key, value]) => isRecord(call.arguments) && call.arguments[key] === value),
    );
    const call = exact ?? (anyOfName ? named[0] : undefined);
    if (call === undefined) {
      return null;
    }
    this.unclaimed.splice(this.unclaimed.indexOf(call), 1);
    return call;
  }

  private plan(name: string, wanted: Record<string, unknown>): boolean {
    const tool = this.conversation.tools.get(name);
    if (tool === undefined) {
      return false;
    }
    this.pending.push({ name, arguments: fittedArguments(wanted, tool.parameters) });
    return true;
  }
}

/** A history that was rebuilt from a thread's items holds the browser's `record_fact` in place of the `save_fact` that led to it. */
function isRecordOf(call: MadeCall, name: string, wanted: Readonly<Record<string, unknown>>): boolean {
  return name === 'save_fact' && call.name === 'record_fact' && isRecord(call.arguments) && call.arguments['fact_text'] === wanted['fact'];
}

function intentOfCall(call: MadeCall): Intent | null {
  const given = isRecord(call.arguments) ? call.arguments : {};
  switch (call.name) {
    case 'save_fact':
      return typeof given['fact'] === 'string' ? { kind: 'fact', summary: given['fact'] } : null;
    case 'switch_theme':
      return { kind: 'theme', theme: given['theme'] === 'light' ? 'light' : 'dark' };
    case 'get_weather':
      return { kind: 'weather', location: typeof given['location'] === 'string' ? given['location'] : null, unit: null };
    case 'ask_user':
      return { kind: 'questions' };
    case 'show_tour':
      return { kind: 'tour' };
    default:
      return null;
  }
}
