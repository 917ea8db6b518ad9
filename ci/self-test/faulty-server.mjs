// Loads the compiled reference daemon with one source fault applied.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

/**
 * Lets `use` have the `createServer` of a copy with the fault in it, and takes the copy away.
 * @param {string} dist the folder of the compiled code
 */
export async function withFault(dist, fault, use) {
  const { file, find, replace } = fault;
  const folder = folderOf(dist, fault);
  cpSync(join(dist, "server"), folder, { recursive: true });
  try {
    const source = readFileSync(join(folder, file), "utf8");
    writeFileSync(
      join(folder, file),
      source.replace(find, () => replace),
    );
    const { createServer } = await import(pathToFileURL(join(folder, "index.js")).href);
    return await use(createServer);
  } finally {
    removeFault(dist, fault);
  }
}

/** Takes the copy away that a thread left which was ended. */
export function removeFault(dist, fault) {
  rmSync(folderOf(dist, fault), { recursive: true, force: true });
}

/** Beside dist/server, so that what it imports from there is found; the same for all threads of a process. */
function folderOf(dist, { name }) {
  return join(dist, `fault-${process.pid}-${name}`);
}
