import type { Language, Theme } from '../intent.js';
import type { Outcome } from '../tool-outcome.js';

export function themeAnswer(theme: Theme, outcome: Outcome | 'no-tool', language: Language): string {
  const german = language === 'de';
  if (outcome === 'no-tool') {
    return german ? 'Das Design kann ich hier nicht umschalten.' : 'I have no way to switch the theme here.';
  }
  if (!outcome.ok) {
    const reason = outcome.reason === null ? '' : ` (${outcome.reason})`;
    return german
      ? `Das Umschalten hat nicht geklappt${reason}. Der Knopf oben rechts im Chat sollte gehen.`
      : `I could not switch the theme${reason}. The button at the top right of the chat should still work.`;
  }
  if (german) {
    return theme === 'dark' ? 'Erledigt, das dunkle Design ist an.' : 'Erledigt, das helle Design ist an.';
  }
  return theme === 'dark' ? 'Done, the dark theme is on. Easier on the eyes?' : 'Done, the light theme is on.';
}
