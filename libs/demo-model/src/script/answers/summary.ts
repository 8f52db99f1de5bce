/** Of each message, this much is repeated. */
const MAX_CHARS = 120;
const MAX_LINES = 40;

/** A summary of a transcript whose lines begin with who speaks: what the user said, shortened, behind what is summarised already. */
export function summaryOf(transcript: string): string {
  const before = /^Summary so far:\n([\s\S]*?)\n\n?Conversation:/.exec(transcript)?.[1]?.split('\n') ?? [];
  const said = transcript.split('\n').flatMap((line) => (line.startsWith('user: ') ? [`- The user said: ${line.slice(6, 6 + MAX_CHARS)}`] : []));
  return [...before, ...said].slice(-MAX_LINES).join('\n');
}
