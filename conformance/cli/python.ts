// `coordinate-conformance python`: the real Python tests against a daemon, or any command of the real client's Python.
import { execa } from "execa";
import { formatAddress } from "../client/address.ts";
import { commandTarget, TargetError } from "../client/target.ts";
import { type Command, EXIT, type ExitCode, type Surroundings } from "../command.ts";
import { DownloadError } from "../python/download.ts";
import { cacheFolder, environmentVariables, prepareEnvironment } from "../python/environment.ts";
import { findInterpreter, type Interpreter, NoPythonError } from "../python/interpreter.ts";
import { type PythonTarget, runPythonTests, unmeasuredRun } from "../python/run.ts";
import { printReports } from "../report/print.ts";
import { createProgress, type Progress } from "../report/progress.ts";
import { exitCodeOf, type Problem, type Run } from "../run/result.ts";
import { PYTHON_HELP, type PythonArguments, parsePythonArguments, testAgain } from "./python-arguments.ts";

export const python: Command = {
  name: "python",
  summary: "run the real Python tests against a daemon",
  help: PYTHON_HELP,
  async run(argv, around) {
    const args = parsePythonArguments(argv);
    return args.job === "exec" ? await execute(args, around) : await test(args, around);
  },
};

type TestArguments = Extract<PythonArguments, { job: "test" }>;
type ExecArguments = Extract<PythonArguments, { job: "exec" }>;

async function test(args: TestArguments, around: Surroundings): Promise<ExitCode> {
  const run = await measure(args, around);
  printReports(run, args, (id) => testAgain(args, id), around);
  return exitCodeOf(run);
}

/** What cannot be measured is a run too: its reports say why. */
async function measure(args: TestArguments, around: Surroundings): Promise<Run> {
  const without = (reason: string, problems: readonly Problem[]) =>
    unmeasuredRun(args.suites, describeSource(args), reason, problems);
  const problem = (message: string): Problem[] => [{ outcome: "unmeasured", message }];
  try {
    const interpreter = await findInterpreter({ given: args.python, env: around.env });
    return await withTarget(args, around.signal, (target) => runTests(interpreter, target, args, around));
  } catch (error) {
    if (error instanceof NoPythonError) {
      if (args.requirePython) return without("no Python 2.7", problem(error.message));
      around.stderr.write(`${error.message}\n`);
      return without("no Python 2.7", []);
    }
    if (error instanceof DownloadError) return without("a package is missing", problem(error.message));
    if (error instanceof TargetError) return without("the target did not start", problem(error.message));
    throw error;
  }
}

async function runTests(
  interpreter: Interpreter,
  target: PythonTarget,
  args: TestArguments,
  around: Surroundings,
): Promise<Run> {
  const { env, signal, stderr } = around;
  let progress: Progress | undefined;
  try {
    return await runPythonTests({
      interpreter,
      target,
      suites: args.suites,
      keyword: args.keyword,
      allowClear: args.allowClear,
      packages: () => packagesFor(interpreter, args, around),
      env,
      signal,
      onSelected: (count) => {
        progress = createProgress(stderr, count);
      },
      onResult: (result) => progress?.tell(result),
    });
  } finally {
    progress?.done();
  }
}

/** A daemon at an address is not asked whether it is there: when it isn't, every test says so. */
async function withTarget<T>(
  { source, startMilliseconds }: TestArguments,
  signal: AbortSignal,
  use: (target: PythonTarget) => Promise<T>,
): Promise<T> {
  if (source.kind === "address") return use({ address: formatAddress(source.address) });
  const owned = await commandTarget(source.command, { milliseconds: startMilliseconds, signal });
  try {
    return await use({ owned, fresh: source.fresh });
  } finally {
    await owned.stop();
  }
}

function describeSource({ source }: TestArguments): string {
  return source.kind === "address" ? formatAddress(source.address) : source.command.join(" ");
}

/** 0 where Python ends with 0, else 1: other codes mean other things here. */
async function execute(args: ExecArguments, around: Surroundings): Promise<ExitCode> {
  const { env, signal, stdout, stderr } = around;
  try {
    const interpreter = await findInterpreter({ given: args.python, env });
    const packages = await packagesFor(interpreter, args, around);
    const child = execa(interpreter.file, [...interpreter.args, ...args.argv], {
      env: { ...env, ...environmentVariables(packages, interpreter) },
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
  }
}

function packagesFor(
  interpreter: Interpreter,
  { cache }: PythonArguments,
  { env, signal, stderr }: Surroundings,
): Promise<string> {
  const say = (line: string) => void stderr.write(`${line}\n`);
  return prepareEnvironment({ interpreter, cache: cacheFolder(cache, env), env, signal, say });
}
