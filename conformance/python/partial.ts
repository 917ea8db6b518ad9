// Files and folders that are still being made carry a suffix until they are complete. What an interrupted run left behind
// is removed by a later one.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

export const PARTIAL = ".part";

/** Age above which a partial file or folder cannot belong to a run in progress. */
const ABANDONED_MILLISECONDS = 3_600_000;

export async function sweepAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(PARTIAL)) continue;
    const path = join(folder, name);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - changed > ABANDONED_MILLISECONDS) await rm(path, { recursive: true, force: true });
  }
}
