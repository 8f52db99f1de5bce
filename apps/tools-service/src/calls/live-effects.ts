import { chatEffectSchema, type ChatEffect, type ChatEffectInput, type LiveEffectInput } from '@frontdesk/contracts';
import type { LiveListener } from './running-calls.js';

/** What one execution of a call shows before its outcome, and what of it the outcome keeps. */
export class LiveEffects {
  private readonly shown: ChatEffect[] = [];

  constructor(private readonly listener: LiveListener) {}

  /** @throws z.ZodError when it is no effect: a defect of the tool, which then fails */
  show(input: LiveEffectInput): void {
    const effect = chatEffectSchema.parse(input);
    if (effect.type === 'progress') {
      this.listener({ type: 'progress', text: effect.text, icon: effect.icon });
      return;
    }
    this.shown.push(effect);
    this.listener({ type: 'effect', effect, live: true });
  }

  /** The effects of the outcome: of what was shown under one name the last state, then what the tool returned. */
  followedBy(returned: readonly ChatEffectInput[]): ChatEffectInput[] {
    const all: ChatEffectInput[] = [...this.shown, ...returned];
    const last = new Map(all.map((effect, index) => [nameOf(effect) ?? `#${index}`, index]));
    return all.filter((effect, index) => last.get(nameOf(effect) ?? `#${index}`) === index);
  }
}

/** What makes two effects states of the same thing; null for those that each stand for themselves. */
function nameOf(effect: ChatEffectInput): string | null {
  switch (effect.type) {
    case 'widget':
      return `widget ${effect.item_id ?? ''} ${effect.key ?? ''}`;
    case 'task':
      return effect.key === undefined ? null : `task ${effect.key}`;
    default:
      return null;
  }
}
