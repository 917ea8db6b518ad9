// Parts of the README that a command writes, each between two markers, so that nobody copies figures by hand and a test
// tells when they are stale.

export type Block = {
  /** As the markers call it: `kill matrix`. */
  readonly name: string;
  /** What writes it, for the reader who wants to change it. */
  readonly command: string;
  /** Markdown. */
  readonly text: string;
};

/** The README with the block between its markers, and everything else as it was. @throws Error when it lacks the markers */
export function withBlock(readme: string, { name, command, text }: Block): string {
  const begin = `<!-- ${name}: written by \`${command}\` -->`;
  const end = `<!-- end of ${name} -->`;
  const start = readme.indexOf(begin);
  const stop = readme.indexOf(end);
  if (start < 0 || stop < start) throw new Error(`the README lacks the markers ${begin} and ${end}`);
  return `${readme.slice(0, start + begin.length)}\n\n${text.trim()}\n\n${readme.slice(stop)}`;
}
