// Makes a folder with those above it. Node's own `recursive` never returns in a file system that lets nobody make one and
// says that it is not found, as /proc does.
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
