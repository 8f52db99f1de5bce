/**
 * What a model does while it answers, whichever API its server speaks. The readers of this folder make signals of the
 * SDK's events; the mapper makes ChatKit events of signals.
 *
 * `key` names one output item within the run. It is made from the number of the response and the item's place in it,
 * never from the upstream id: servers repeat those (one constant id, or the completion's id for every item of it).
 */
export type ModelSignal =
  | { readonly type: 'message.started'; readonly key: string }
  | { readonly type: 'message.part_added'; readonly key: string; readonly part: number; readonly text: string }
  | { readonly type: 'message.text'; readonly key: string; readonly part: number; readonly delta: string }
  | { readonly type: 'message.annotation'; readonly key: string; readonly part: number; readonly annotation: unknown }
  | { readonly type: 'message.part_done'; readonly key: string; readonly part: number; readonly text: string }
  /** The whole message as the server gave it at its end. */
  | { readonly type: 'message.done'; readonly key: string; readonly parts: readonly SignalPart[] }
  | { readonly type: 'reasoning.started'; readonly key: string }
  | { readonly type: 'reasoning.thought_delta'; readonly key: string; readonly thought: string; readonly delta: string }
  | { readonly type: 'reasoning.thought_done'; readonly key: string; readonly thought: string; readonly text: string }
  | { readonly type: 'image.started'; readonly key: string; readonly imageId: string }
  | { readonly type: 'image.partial'; readonly key: string; readonly imageId: string; readonly index: number; readonly base64: string }
  /** `base64` null: the server ended the call without an image. */
  | { readonly type: 'image.done'; readonly key: string; readonly imageId: string; readonly base64: string | null };

export interface SignalPart {
  readonly text: string;
  /** Citations as the server gave them, not converted yet. */
  readonly annotations: readonly unknown[];
}
