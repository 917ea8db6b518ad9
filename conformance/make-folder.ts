// Creates a folder and its parents. Node's `recursive` option never returns in a file system like /proc, in which
// creating one fails with "not found".
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** @param mode of what is made @throws the system's error when it cannot be made */
export function makeFolder(path: string, mode = 0o777): void {
  if (existsSync(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above, mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Somebody else may have been quicker.
    if (!existsSync(path)) throw error;
  }
}
