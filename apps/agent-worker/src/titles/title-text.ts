const MAX_LENGTH = 60;

/** What a model gave as a title, made presentable: one line, no quotes or labels, not longer than a list has room for. @returns null when nothing is left */
export function titleFrom(answer: string): string | null {
  const line =
    answer
      .split('\n')
      .map((text) => text.trim())
      .find((text) => text !== '') ?? '';
  const bare = line
    .replace(/^(title|titel)\s*:\s*/i, '')
    .replaceAll(/^[\s"'“”„«»*#`]+|[\s"'“”„«»*`.,;:]+$/g, '')
    .replaceAll(/\s+/g, ' ');
  return bare === '' ? null : shortened(bare);
}

/** Cut between words where there are any. */
function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= MAX_LENGTH) {
    return text;
  }
  const cut = characters.slice(0, MAX_LENGTH - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > MAX_LENGTH / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
