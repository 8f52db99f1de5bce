import type { WidgetsOption } from '@openai/chatkit';

import { logWarning } from '../shell/page-log.js';
import { SAMPLES, type Sample } from './sample-files.js';

/** What widgets of the server may do to this page: actions with the handler `client`. */
export interface WidgetEffects {
  readonly attachSample: (sample: Sample) => Promise<void>;
  readonly startMessage: (text: string) => void;
  readonly showFacts: () => void;
}

/** An unknown action changes nothing: a server may be newer than the page that is open. */
export function widgetActions({ attachSample, startMessage, showFacts }: WidgetEffects): WidgetsOption {
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
        logWarning('A widget asked for something that this page does not know', type);
      }
    },
  };
}
