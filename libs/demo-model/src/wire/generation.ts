import type { Plan } from '../script/plan.js';
import { tokensOf } from './tokens.js';

/** A part of an answer, in the order in which it is generated. */
export type Part =
  | { readonly kind: 'reasoning'; readonly segments: readonly string[] }
  | { readonly kind: 'message'; readonly segments: readonly [string] }
  | { readonly kind: 'call'; readonly name: string; readonly segments: readonly [string] };

/** What happens while an answer is generated. `part` and `segment` are positions; a reasoning part has several segments. */
export type GenerationEvent =
  | { readonly type: 'part.start'; readonly part: number }
  | { readonly type: 'segment.start'; readonly part: number; readonly segment: number }
  | { readonly type: 'token'; readonly part: number; readonly segment: number; readonly text: string }
  /** `text`: all of the segment, less than planned when the limit cut it. */
  | { readonly type: 'segment.end'; readonly part: number; readonly segment: number; readonly text: string }
  | { readonly type: 'part.end'; readonly part: number; readonly texts: readonly string[] };

export interface Generated {
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  /** The limit of output tokens was reached before the answer was complete. */
  readonly cut: boolean;
}

export function partsOf(plan: Plan): Part[] {
  const parts: Part[] = [];
  if (plan.reasoning.length > 0) {
    parts.push({ kind: 'reasoning', segments: plan.reasoning });
  }
  if (plan.text !== null) {
    parts.push({ kind: 'message', segments: [plan.text] });
  }
  for (const call of plan.toolCalls) {
    parts.push({ kind: 'call', name: call.name, segments: [JSON.stringify(call.arguments)] });
  }
  return parts;
}

/**
 * Generates the parts token by token.
 *
 * @param beforeToken awaited before each token; throws to stop (the client has gone)
 * @param maxTokens limit of output tokens; only messages are cut by it, since half of a call's arguments would be useless
 * @param asWritten what is written in place of a message's token
 */
export async function* generate(
  parts: readonly Part[],
  beforeToken: () => Promise<void>,
  maxTokens: number,
  asWritten: (token: string) => string = (token) => token,
): AsyncGenerator<GenerationEvent, Generated> {
  let outputTokens = 0;
  let reasoningTokens = 0;
  let cut = false;
  for (const [index, part] of parts.entries()) {
    yield { type: 'part.start', part: index };
    const texts: string[] = [];
    for (const [segment, text] of part.segments.entries()) {
      yield { type: 'segment.start', part: index, segment };
      let written = '';
      for (const token of tokensOf(text)) {
        if (part.kind === 'message' && outputTokens >= maxTokens) {
          cut = true;
          break;
        }
        await beforeToken();
        outputTokens += 1;
        reasoningTokens += part.kind === 'reasoning' ? 1 : 0;
        const said = part.kind === 'message' ? asWritten(token) : token;
        written += said;
        yield { type: 'token', part: index, segment, text: said };
      }
      texts.push(written);
      yield { type: 'segment.end', part: index, segment, text: written };
    }
    yield { type: 'part.end', part: index, texts };
  }
  return { outputTokens, reasoningTokens, cut };
}
