// Runs again whenever a file of a command changes.
import { statSync, unwatchFile, watchFile } from "node:fs";

/** Files are looked at so often: an editor may replace one, which ends every other kind of watching it. */
const LOOK_MILLISECONDS = 300;

/** The words of a command that are files: the program itself, a script. */
export function filesOf(command: readonly string[]): string[] {
  return command.filter((word) => statSync(word, { throwIfNoEntry: false })?.isFile() === true);
}

/** Until one of the files changes; at once when interrupted. */
export function changeOf(files: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const file of files) unwatchFile(file, look);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const look = (now: { mtimeMs: number; size: number }, before: { mtimeMs: number; size: number }) => {
      // A size of nothing is a file that is being written.
      if (now.size > 0 && (now.mtimeMs !== before.mtimeMs || now.size !== before.size)) done();
    };
    for (const file of files) watchFile(file, { interval: LOOK_MILLISECONDS }, look);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
