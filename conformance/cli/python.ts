// `coordinate-conformance python`: runs the real Python tests against a daemon, or any command in the client's environment.
import { execa } from "execa";
import { cacheFolder } from "../cache-folder.ts";
import { DaemonError, daemonAt, startDaemon } from "../client/daemon.ts";
import { askToClear } from "../client/permission.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { type Client, prepareClient } from "../python/client.ts";
import { type ClientRun, clientTable, inOne } from "../python/client-runs.ts";
import { DownloadError } from "../python/download.ts";
import { environmentVariables, prepareEnvironment } from "../python/environment.ts";
import { findInterpreter, type Interpreter, NoPythonError } from "../python/interpreter.ts";
import { type PythonDaemon, runPythonTests, unmeasuredRun } from "../python/run.ts";
import { prepareReports, printReports } from "../report/print.ts";
import { createProgress, type Progress } from "../report/progress.ts";
import { exitCodeOf, type Problem, type Run } from "../run/result.ts";
import type { Source } from "../run/source.ts";
import type { Action } from "./command.ts";
import { pythonTable } from "./options/python.ts";
import { bareCommand } from "./own-python.ts";
import { describeSource } from "./source.ts";
import { commandAgain } from "./table/again.ts";
import type { Line } from "./table/parse.ts";
import type { ValuesOf } from "./table/table.ts";

export const python: Action<typeof pythonTable> = async (line, around) => {
  const { values, rest } = line;
  if (!values.exec) return await test(line, around);
  if (rest === undefined) throw new UsageError("--exec runs what follows a --");
  return await execute(values, rest, around);
};

type PythonValues = ValuesOf<typeof pythonTable>;

async function test(line: Line<typeof pythonTable.groups>, around: Surroundings): Promise<ExitCode> {
  const { values } = line;
  prepareReports(values.report);
  const runs: ClientRun[] = [];
  for (const client of values.client) {
    if (!around.signal.aborted || runs.length === 0) runs.push({ client, run: await measure(values, client, around) });
  }
  const run = inOne(runs);
  if (values.keyword !== undefined && run.problems.length + run.results.length === 0) {
    throw new UsageError(`no test matches -k '${values.keyword}'`);
  }
  await printReports(run, { reports: values.report, verbose: values.verbose }, (id) => testAgain(line, id), around);
  if (runs.length > 1) around.stdout.write(clientTable(runs));
  return exitCodeOf(run);
}

/** The shell command that repeats one test; -k matches substrings, so it also selects tests with longer names. */
export function testAgain(line: Line<typeof pythonTable.groups>, id: string): string {
  const [, name = ""] = /::(?:.*::)?(\w+)/.exec(id) ?? [];
  return commandAgain(pythonTable, line, ["-k", name]);
}

/** Runs the tests with one client; if that is impossible, returns a run without results whose reports give the reason. */
async function measure(values: PythonValues, client: string, around: Surroundings): Promise<Run> {
  const source = sourceOf(values);
  const without = (reason: string, problems: readonly Problem[]) =>
    unmeasuredRun(values.tests, describeSource(source), reason, problems);
  const problem = (message: string): Problem[] => [{ outcome: "unmeasured", message }];
  try {
    const interpreter = await findInterpreter({ given: values.python, env: around.env });
    return await withDaemon(source, values, around, (daemon) => runTests(interpreter, daemon, values, client, around));
  } catch (error) {
    if (error instanceof NoPythonError) {
      if (values["require-python"]) return without("no Python 2.7", problem(error.message));
      around.stderr.write(`${error.message}\n`);
      return without("no Python 2.7", []);
    }
    if (error instanceof DownloadError) return without("a package is missing", problem(error.message));
    if (error instanceof DaemonError) return without("the daemon did not start", problem(error.message));
    throw error;
  }
}

async function runTests(
  interpreter: Interpreter,
  daemon: PythonDaemon,
  values: PythonValues,
  given: string,
  around: Surroundings,
): Promise<Run> {
  const { env, signal, stderr } = around;
  let client: Client | undefined;
  let progress: Progress | undefined;
  try {
    return await runPythonTests({
      interpreter,
      daemon,
      suites: values.tests,
      keyword: values.keyword,
      allowClear: values["allow-clear"],
      testClock: values["test-clock"],
      packages: () => packagesFor(interpreter, values, around),
      client: async () => {
        client = await prepareClient(given, { interpreter, env, signal });
        return client;
      },
      env,
      signal,
      onSelected: (count) => {
        progress = createProgress(stderr, count);
      },
      onResult: (result) => progress?.tell(result),
    });
  } finally {
    progress?.done();
    await client?.remove();
  }
}

async function withDaemon<T>(
  source: PythonSource,
  { "start-timeout": milliseconds, "allow-clear": allowClear, "test-clock": listens, fresh }: PythonValues,
  around: Surroundings,
  use: (daemon: PythonDaemon) => Promise<T>,
): Promise<T> {
  const { signal } = around;
  if (source.kind === "address") {
    const daemon = await daemonAt(source.address, { milliseconds, signal });
    await askToClear(daemon, { allowClear, milliseconds });
    return use({ address: daemon.name });
  }
  const name = source.command.join(" ");
  const owned = await startDaemon(await bareCommand(source.command, around), { milliseconds, signal, listens, name });
  try {
    return await use({ owned, fresh });
  } finally {
    await owned.stop();
  }
}

type PythonSource = Exclude<Source, { kind: "replies" }>;

function sourceOf({ address, command, fresh, "test-clock": clock }: PythonValues): PythonSource {
  if ((address === undefined) === (command === undefined)) {
    throw new UsageError("say what to measure: either --address HOST:PORT, or -- COMMAND...");
  }
  if (address !== undefined) {
    if (fresh) throw new UsageError("--fresh needs a command to start anew: write it after --");
    if (clock) throw new UsageError("--test-clock needs a command, whose stdin is written to: write it after --");
    return { kind: "address", address };
  }
  if (command === undefined || command.length === 0) throw new UsageError("no command follows the --");
  return { kind: "command", command };
}

/** `--exec`: runs a Python command. @returns 0 if it exits with 0, else 1; 3 if there is no Python or package */
async function execute(values: PythonValues, argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { env, signal, stdout, stderr } = around;
  let client: Client | undefined;
  try {
    const interpreter = await findInterpreter({ given: values.python, env });
    const packages = await packagesFor(interpreter, values, around);
    client = await prepareClient(onlyClient(values), { interpreter, env, signal });
    const child = execa(interpreter.file, [...interpreter.args, ...argv], {
      env: { ...env, ...environmentVariables(packages, interpreter, client.folder) },
      extendEnv: false,
      stdin: "inherit",
      buffer: false,
      reject: false,
      cancelSignal: signal,
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => void stdout.write(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => void stderr.write(text));
    const { exitCode } = await child;
    return exitCode === 0 ? EXIT.ok : EXIT.diverged;
  } catch (error) {
    if (!(error instanceof NoPythonError || error instanceof DownloadError)) throw error;
    stderr.write(`${error.message}\n`);
    return EXIT.unmeasured;
  } finally {
    await client?.remove();
  }
}

/** @throws UsageError for more than one client, since --exec runs a command once */
function onlyClient({ client: [client = "", ...more] }: PythonValues): string {
  if (more.length > 0) throw new UsageError("--exec runs with one client");
  return client;
}

function packagesFor(
  interpreter: Interpreter,
  { cache }: PythonValues,
  { env, signal, stderr }: Surroundings,
): Promise<string> {
  const say = (line: string) => void stderr.write(`${line}\n`);
  return prepareEnvironment({ interpreter, cache: cacheFolder(cache, env), env, signal, say });
}
