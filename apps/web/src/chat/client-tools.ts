import type { ChatKitOptions, ColorScheme } from '@openai/chatkit';

export interface ClientToolEffects {
  readonly onThemeRequest: (theme: ColorScheme) => void;
  readonly saveFact: (id: string, text: string) => void;
}

type ClientTool = NonNullable<ChatKitOptions['onClientTool']>;

/** The tools that the agent runs in this page. An unknown one answers without success, so that the agent can go on. */
export function createClientTools({ onThemeRequest, saveFact }: ClientToolEffects): ClientTool {
  return ({ name, params }) => {
    if (name === 'switch_theme') {
      const requested = params['theme'];
      if (requested !== 'light' && requested !== 'dark') {
        return { success: false };
      }
      onThemeRequest(requested);
      return { success: true };
    }
    if (name === 'record_fact') {
      saveFact(asText(params['fact_id']), asText(params['fact_text']));
      return { success: true };
    }
    return { success: false };
  };
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
