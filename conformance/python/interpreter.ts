// Finds a Python 2.7 interpreter for the real client and verifies its version.
import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { HOW_TO_GET_ONE } from "./how-to-get-one.ts";

export type Interpreter = {
  readonly file: string;
  /** Arguments that precede Python's own, for example `-jar jython.jar` for java. */
  readonly args: readonly string[];
  readonly implementation: "CPython" | "Jython";
  /** For example `2.7.18`. */
  readonly version: string;
};

export type Search = {
  /** The value of `--python`: a command, a path, or the path of a Jython jar. */
  readonly given?: string | undefined;
  readonly env: Record<string, string | undefined>;
};

/** No Python 2.7 was found; the message says how to install one. */
export class NoPythonError extends Error {
  override readonly name = "NoPythonError";
  readonly code = "no-python";

  constructor(tried: readonly string[]) {
    super(`no Python 2.7 found\n${tried.map((line) => `  ${line}\n`).join("")}${HOW_TO_GET_ONE}`);
  }
}

const PROBE = `
import json, platform, sys
print(json.dumps([platform.python_implementation(), platform.python_version(), list(sys.version_info[:2])]))
`;
const PROBE_MILLISECONDS = 30_000;

/**
 * The interpreter that --python names, else $COORDINATE_PYTHON, else the first of python2.7, python2, pyenv's and jython
 * that reports version 2.7. An explicitly named interpreter of another version is an error, never replaced by another one.
 *
 * @throws NoPythonError
 */
export async function findInterpreter({ given, env }: Search): Promise<Interpreter> {
  const named = given ?? (env.COORDINATE_PYTHON || undefined);
  const candidates = named === undefined ? ["python2.7", "python2", ...(await pyenvPythons(env)), "jython"] : [named];
  const tried: string[] = [];
  for (const candidate of candidates) {
    const found = await probe(candidate, env);
    if (typeof found !== "string") return found;
    tried.push(`${candidate}: ${found}`);
  }
  throw new NoPythonError(tried);
}

/** Description for people: `CPython 2.7.18 (python2.7)`. */
export function describeInterpreter({ implementation, version, file, args }: Interpreter): string {
  return `${implementation} ${version} (${[file, ...args].join(" ")})`;
}

/** Interpreters installed by pyenv, found by path, since its `python2.7` command works only if a version is selected. */
async function pyenvPythons(env: Search["env"]): Promise<string[]> {
  const versions = join(env.PYENV_ROOT || join(env.HOME || homedir(), ".pyenv"), "versions");
  const installed = await readdir(versions).catch(() => []);
  return installed
    .filter((name) => /^(2\.7|jython-2\.7)/.test(name))
    .sort((one, other) => other.localeCompare(one, "en", { numeric: true }))
    .map((name) => join(versions, name, "bin", name.startsWith("jython") ? "jython" : "python2.7"));
}

/** Runs a candidate. @returns the interpreter, or the reason why it is not a Python 2.7 */
async function probe(candidate: string, env: Search["env"]): Promise<Interpreter | string> {
  const [file, args] = candidate.endsWith(".jar") ? ["java", ["-jar", candidate]] : [candidate, []];
  const { stdout, failed, code, shortMessage } = await execa(file, [...args, "-c", PROBE], {
    env,
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: PROBE_MILLISECONDS,
  });
  if (failed) return code === "ENOENT" ? "not found" : (shortMessage ?? "cannot be run");
  const answer = parseAnswer(stdout);
  if (answer === undefined) return "did not answer as a Python does";
  if (answer.release !== "2.7") return `is ${answer.implementation} ${answer.version}, not 2.7`;
  if (answer.implementation !== "CPython" && answer.implementation !== "Jython") {
    return `is ${answer.implementation}; CPython or Jython is needed`;
  }
  return { file, args, implementation: answer.implementation, version: answer.version };
}

function parseAnswer(stdout: string): { implementation: string; version: string; release: string } | undefined {
  try {
    const answer: unknown = JSON.parse(stdout);
    if (!Array.isArray(answer) || !Array.isArray(answer[2])) return undefined;
    return { implementation: String(answer[0]), version: String(answer[1]), release: answer[2].join(".") };
  } catch {
    return undefined;
  }
}
