// Watches the files of a command for changes, for `--watch`.
import { statSync, unwatchFile, watchFile } from "node:fs";

/** Polling interval. Files are polled because editors may replace a file, which ends a watch on its inode. */
const LOOK_MILLISECONDS = 300;

/** The words of a command that are paths of existing files, such as the program or a script. */
export function filesOf(command: readonly string[]): string[] {
  return command.filter((word) => statSync(word, { throwIfNoEntry: false })?.isFile() === true);
}

/** Resolves when one of the files changes, or when `signal` is aborted. */
export function changeOf(files: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const file of files) unwatchFile(file, look);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const look = (now: { mtimeMs: number; size: number }, before: { mtimeMs: number; size: number }) => {
      // An empty file is still being written.
      if (now.size > 0 && (now.mtimeMs !== before.mtimeMs || now.size !== before.size)) done();
    };
    for (const file of files) watchFile(file, { interval: LOOK_MILLISECONDS }, look);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
