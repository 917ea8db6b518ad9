// Caches the Python environments for the tests: folders of unpacked packages, one for each interpreter and list of
// packages. A folder is renamed to its final name when it is complete, so that concurrent runs need no lock and an
// interrupted one leaves nothing that looks complete.
import { createHash, randomUUID } from "node:crypto";
import { readFile, rename, rm, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { makeFolder } from "../make-folder.ts";
import { SHIM } from "../package-files.ts";
import { download } from "./download.ts";
import type { Interpreter } from "./interpreter.ts";
import { PARTIAL, sweepAbandoned } from "./partial.ts";
import { parseRequirements } from "./requirements.ts";

export type Preparation = {
  readonly interpreter: Interpreter;
  /** The cache folder; see cacheFolder(). */
  readonly cache: string;
  readonly env: Record<string, string | undefined>;
  /** Folder with requirements.txt and unpack.py; SHIM except in tests. */
  readonly shim?: string;
  readonly signal: AbortSignal;
  /** Called once with a message before a slow operation. */
  readonly say: (line: string) => void;
};

/**
 * Returns the folder with the unpacked packages, and prepares it if it does not exist.
 *
 * @throws DownloadError if a package can't be had.
 */
export async function prepareEnvironment(preparation: Preparation): Promise<string> {
  const { interpreter, cache, env, shim = SHIM, signal, say } = preparation;
  const requirements = join(shim, "requirements.txt");
  const unpack = join(shim, "unpack.py");
  const pinned = await readFile(requirements, "utf8");
  const environments = join(cache, "python");
  const folder = join(environments, environmentName(interpreter, pinned, await readFile(unpack, "utf8")));
  if (await exists(folder)) return folder;

  say(`preparing the packages of ${interpreter.implementation} ${interpreter.version} in ${folder}`);
  makeFolder(environments);
  await sweepAbandoned(environments);
  const files = await download(parseRequirements(pinned), {
    folder: join(cache, "packages"),
    requirements,
    interpreter,
    env,
    signal,
  });
  const partial = `${folder}.${randomUUID()}${PARTIAL}`;
  try {
    await execa(interpreter.file, [...interpreter.args, unpack, partial, ...files], {
      env,
      extendEnv: false,
      stdin: "ignore",
      cancelSignal: signal,
    });
    await rename(partial, folder);
  } catch (error) {
    // If the rename fails because a concurrent run has created the same folder meanwhile, that folder is used.
    if (!(await exists(folder))) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Environment variables that make an interpreter import the packages, the plugin and the substitute modules, and nothing
 * else.
 * @param client folder with another client than the pinned one
 */
export function environmentVariables(
  folder: string,
  { implementation }: Interpreter,
  client?: string,
): Record<string, string> {
  const path = [...(client === undefined ? [] : [client]), folder, SHIM, join(SHIM, "stand_ins", "any")];
  if (implementation === "Jython") path.push(join(SHIM, "stand_ins", "jython"));
  return {
    [implementation === "Jython" ? "JYTHONPATH" : "PYTHONPATH"]: path.join(delimiter),
    PYTHONNOUSERSITE: "1",
    PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1",
  };
}

function environmentName({ implementation, version, file, args }: Interpreter, ...contents: string[]): string {
  const hash = createHash("sha256");
  for (const part of [file, ...args, ...contents]) hash.update(`${part}\0`);
  return `${implementation.toLowerCase()}-${version}-${hash.digest("hex").slice(0, 16)}`;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
