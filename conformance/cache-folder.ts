// The user's cache folder for data that may be deleted at any time.
import { homedir } from "node:os";
import { join } from "node:path";

/** `--cache`, else the usual place for a user's caches. */
export function cacheFolder(given: string | undefined, env: Record<string, string | undefined>): string {
  return given ?? join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "coordinate-conformance");
}
