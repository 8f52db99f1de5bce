export type Language = 'en' | 'de';
export type Theme = 'light' | 'dark';
export type TemperatureUnit = 'celsius' | 'fahrenheit';

/** Subjects that the script has something to say about. */
export const TOPIC_IDS = [
  'overview',
  /** A question about ChatKit that has no answer of its own. */
  'overview-instead',
  'install',
  'session',
  'server',
  'widgets',
  'tools',
  'client-tools',
  'theming',
  'start-screen',
  'history',
  'attachments',
  'streaming',
  'feedback',
  'mentions',
  'self-hosting',
  'real-model',
] as const;
export type TopicId = (typeof TOPIC_IDS)[number];

/** One thing that a message asks for or says. */
export type Intent =
  | { readonly kind: 'fact'; readonly summary: string }
  /** Something that must not be kept, such as a password. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'theme'; readonly theme: Theme }
  | { readonly kind: 'weather'; readonly location: string | null; readonly unit: TemperatureUnit | null }
  /** `about` null: everything that is known. */
  | { readonly kind: 'recall'; readonly about: string | null }
  /** `what` null: everything. */
  | { readonly kind: 'forget'; readonly what: string | null }
  | { readonly kind: 'topic'; readonly topic: TopicId }
  | { readonly kind: 'talk'; readonly talk: SmallTalk }
  /** A look around, with a card to choose from. */
  | { readonly kind: 'tour' }
  /** The user wants to be asked. */
  | { readonly kind: 'questions' }
  | { readonly kind: 'troubleshoot'; readonly symptom: string | null }
  | { readonly kind: 'idea'; readonly idea: string | null }
  | { readonly kind: 'story'; readonly words: number; readonly subject: string | null }
  | { readonly kind: 'count'; readonly to: number }
  /** A question or a request that the script cannot serve. */
  | { readonly kind: 'unknown' };

export type SmallTalk = 'greeting' | 'thanks' | 'goodbye' | 'how-are-you' | 'identity' | 'capabilities' | 'never-mind' | 'acknowledge';

/** One function per kind of intent; the type demands all of them. */
export type IntentCases<Result> = { readonly [Kind in Intent['kind']]: (intent: Extract<Intent, { kind: Kind }>) => Result };

/** Calls the case of the intent's kind. */
export function matchIntent<Result>(intent: Intent, cases: IntentCases<Result>): Result {
  // The kind ties case and intent together, which the compiler cannot follow through a lookup.
  const handle = cases[intent.kind] as (intent: Intent) => Result;
  return handle(intent);
}

/** What was understood of a message. */
export interface Recognition {
  readonly language: Language;
  /** The message asks for thinking ("think about …"). */
  readonly thinks: boolean;
  /** In the order in which they stand in the message; never empty. */
  readonly intents: readonly Intent[];
}

/** What a recogniser may look at beside the clause itself. */
export interface RecognitionContext {
  readonly language: Language;
  /** Facts about the user that the instructions name. */
  readonly facts: readonly string[];
  /** The theme on screen as far as the conversation tells. */
  readonly theme: Theme | null;
  /** What the assistant's last message was about, for answers of one word and for "and in Berlin?". */
  readonly expects: 'place' | 'weather' | 'issue' | 'idea' | null;
  readonly forcedTool: string | null;
}
