import type { StateVariables } from '@frontdesk/contracts';

/**
 * The section of an agent's instructions that says what the session's creator passed in `workflow.state_variables`;
 * empty when that was nothing. Values may be people's words: each is kept to one line, so that none can pass for an
 * instruction of its own.
 */
export function sessionStateSection(state: StateVariables): string {
  const lines = Object.entries(state).map(([name, value]) => `- ${oneLine(name)}: ${oneLine(String(value))}`);
  return lines.length === 0 ? '' : `\n\nAbout this session:\n${lines.join('\n')}`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
