import type { WidgetsOption } from '@openai/chatkit';

import { SAMPLES, type Sample } from './sample-files.js';

/** What widgets of the server may do to this page: actions with the handler `client`. */
export interface WidgetEffects {
  readonly attachSample: (sample: Sample) => Promise<void>;
  readonly startMessage: (text: string) => void;
  readonly showFacts: () => void;
  /** A server may be newer than the page that is open. */
  readonly onUnknownAction: (type: string) => void;
}

export function widgetActions({ attachSample, startMessage, showFacts, onUnknownAction }: WidgetEffects): WidgetsOption {
  return {
    onAction: async ({ type, payload = {} }) => {
      const sample = SAMPLES.find(({ id }) => id === payload['sample']);
      if (type === 'page.attach_sample' && sample !== undefined) {
        await attachSample(sample);
      } else if (type === 'page.start_message' && typeof payload['text'] === 'string') {
        startMessage(payload['text']);
      } else if (type === 'page.show_facts') {
        showFacts();
      } else {
        onUnknownAction(type);
      }
    },
  };
}
