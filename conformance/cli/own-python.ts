// Resolves a daemon's command of the form `coordinate-conformance python --exec ...` to the Python command that it would
// run. A daemon that is restarted for each case then costs one start of Python, without a start of Node and a search for
// packages each time.
import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../cache-folder.ts";
import type { Surroundings } from "../command.ts";
import { PINNED_CLIENT } from "../python/client-version.ts";
import { DownloadError } from "../python/download.ts";
import { environmentVariables, prepareEnvironment } from "../python/environment.ts";
import { findInterpreter, NoPythonError } from "../python/interpreter.ts";
import { pythonTable } from "./options/python.ts";
import { parseLine } from "./table/parse.ts";

/**
 * The resolved command; the given one if it is of another form, or if there is no Python or package (it then reports that).
 * @param prepare returns the folder with the packages
 */
export async function bareCommand(
  command: readonly string[],
  { env, signal, stderr }: Surroundings,
  prepare = prepareEnvironment,
): Promise<readonly string[]> {
  const at = command.indexOf("python");
  if (!isOwnProgram(command.slice(0, Math.max(at, 0)))) return command;
  const { values, rest } = parseLine(pythonTable, command.slice(at + 1));
  if (!values.exec || rest === undefined || values.client.some((client) => client !== PINNED_CLIENT)) return command;
  try {
    const interpreter = await findInterpreter({ given: values.python, env });
    const say = (line: string) => void stderr.write(`${line}\n`);
    const folder = await prepare({ interpreter, cache: cacheFolder(values.cache, env), env, signal, say });
    const variables = Object.entries(environmentVariables(folder, interpreter)).map((entry) => entry.join("="));
    return ["env", ...variables, interpreter.file, ...interpreter.args, ...rest];
  } catch (error) {
    if (error instanceof NoPythonError || error instanceof DownloadError) return command;
    throw error;
  }
}

const NAME = "coordinate-conformance";

/** Whether a command is `coordinate-conformance`, or `node` with this program's main file. */
function isOwnProgram([first = "", second, ...more]: readonly string[]): boolean {
  if (second === undefined) return basename(first) === NAME;
  if (more.length > 0 || !/^node(js)?$/.test(basename(first))) return false;
  try {
    return realpathSync(second) === realpathSync(fileURLToPath(new URL("../main.js", import.meta.url)));
  } catch {
    return false;
  }
}
