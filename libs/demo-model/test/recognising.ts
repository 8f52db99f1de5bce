import type { Intent, RecognitionContext } from '../src/script/intent.js';
import { languageOf } from '../src/script/recognise/language.js';
import { recognise } from '../src/script/recognise/recognise.js';

export const contextFor = (message: string, more: Partial<RecognitionContext> = {}): RecognitionContext => ({
  language: languageOf(message),
  facts: [],
  theme: null,
  expects: null,
  forcedTool: null,
  ...more,
});

export const intentsOf = (message: string, more: Partial<RecognitionContext> = {}): readonly Intent[] =>
  recognise(message, contextFor(message, more)).intents;

export const kindsOf = (message: string, more: Partial<RecognitionContext> = {}): string[] =>
  intentsOf(message, more).map((intent) => intent.kind);

export const factsOf = (message: string): string[] =>
  intentsOf(message).flatMap((intent) => (intent.kind === 'fact' ? [intent.summary] : []));
