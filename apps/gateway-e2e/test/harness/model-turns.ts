/** An event of the Responses API, a wait, or the end of the connection under the answer. */
export type Step = Readonly<Record<string, unknown>> | (() => Promise<unknown>) | 'break';

/** What one part of an answer is made of; `output` is how it stands in the final response. */
interface PartSteps {
  readonly steps: readonly Step[];
  readonly output?: Readonly<Record<string, unknown>>;
}

/** A part of an answer; `index` is its place among the answer's output items. */
export type Part = (index: number) => PartSteps;

/** One answer of the model, part by part, or the HTTP status that it is refused with. */
export type ModelTurn = { readonly parts: readonly Part[] } | { readonly status: number };

export const turn = (...parts: readonly Part[]): ModelTurn => ({ parts });

export interface MessageOptions {
  readonly id?: string;
  /** Streamed behind the text, and in the final item. */
  readonly annotations?: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Awaited after the last delta, before the text is called complete. */
  readonly pause?: () => Promise<unknown>;
}

const textPart = (text: string, annotations: MessageOptions['annotations'] = []) => ({
  type: 'output_text',
  text,
  annotations,
  logprobs: [],
});

/** A message that streams in these pieces. */
export const says = (...deltas: readonly string[]): Part => saysWith({}, ...deltas);

export function saysWith({ id, annotations = [], pause }: MessageOptions, ...deltas: readonly string[]): Part {
  return (index) => {
    const item = { id: id ?? `msg_model_${index}`, type: 'message', role: 'assistant' };
    const place = { output_index: index, item_id: item.id, content_index: 0 };
    const text = deltas.join('');
    const output = { ...item, status: 'completed', content: [textPart(text, annotations)] };
    return {
      output,
      steps: [
        { type: 'response.output_item.added', output_index: index, item: { ...item, status: 'in_progress', content: [] } },
        { type: 'response.content_part.added', ...place, part: textPart('') },
        ...deltas.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
        ...annotations.map((annotation, at) => ({
          type: 'response.output_text.annotation.added',
          ...place,
          annotation_index: at,
          annotation,
        })),
        ...(pause === undefined ? [] : [pause]),
        { type: 'response.output_text.done', ...place, text, logprobs: [] },
        { type: 'response.content_part.done', ...place, part: textPart(text, annotations) },
        { type: 'response.output_item.done', output_index: index, item: output },
      ],
    };
  };
}

/** An output item that is not streamed: it stands in the final response alone. */
export const atOnce =
  (item: Readonly<Record<string, unknown>>): Part =>
  () => ({ steps: [], output: item });

/** A whole message in the final response alone, one content part per text; what is no text is a part as it stands. */
export const saysAtOnce = (...content: ReadonlyArray<string | Readonly<Record<string, unknown>>>): Part =>
  atOnce({
    id: 'msg_model',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: content.map((part) => (typeof part === 'string' ? textPart(part) : part)),
  });

/** Thoughts, each streamed in pieces. */
export function thinks(...thoughts: ReadonlyArray<readonly string[]>): Part {
  return (index) => {
    const id = `rs_model_${index}`;
    const output = { id, type: 'reasoning', summary: thoughts.map((deltas) => ({ type: 'summary_text', text: deltas.join('') })) };
    const streamed = thoughts.flatMap((deltas, summary_index): Step[] => {
      const place = { output_index: index, item_id: id, summary_index };
      return [
        ...deltas.map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, delta })),
        { type: 'response.reasoning_summary_text.done', ...place, text: deltas.join('') },
      ];
    });
    return {
      output,
      steps: [
        { type: 'response.output_item.added', output_index: index, item: { id, type: 'reasoning', summary: [] } },
        ...streamed,
        { type: 'response.output_item.done', output_index: index, item: output },
      ],
    };
  };
}

/** A picture: partial versions if there are any, then the final one; null when it never comes. */
export function draws(id: string, partials: readonly string[], result: string | null): Part {
  return (index) => {
    const item = { id, type: 'image_generation_call' };
    const output = { ...item, status: 'completed', result };
    return {
      output,
      steps: [
        { type: 'response.output_item.added', output_index: index, item: { ...item, status: 'in_progress', result: null } },
        ...partials.map((partial_image_b64, partial_image_index) => ({
          type: 'response.image_generation_call.partial_image',
          output_index: index,
          item_id: id,
          partial_image_index,
          partial_image_b64,
        })),
        { type: 'response.output_item.done', output_index: index, item: output },
      ],
    };
  };
}

/** A call of a tool. */
export function calls(name: string, args: unknown, ids: { readonly id?: string; readonly callId?: string } = {}): Part {
  return (index) => {
    const output = {
      id: ids.id ?? `fc_model_${index}`,
      type: 'function_call',
      call_id: ids.callId ?? `call_${index}_${Math.random().toString(36).slice(2, 10)}`,
      name,
      arguments: JSON.stringify(args),
      status: 'completed',
    };
    return {
      output,
      steps: [
        { type: 'response.output_item.added', output_index: index, item: { ...output, status: 'in_progress', arguments: '' } },
        { type: 'response.output_item.done', output_index: index, item: output },
      ],
    };
  };
}

/** Steps that belong to no output item. */
export const then =
  (...steps: readonly Step[]): Part =>
  () => ({ steps });
