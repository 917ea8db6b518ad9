// The arguments of `python`: read and checked.

import { type Address, formatAddress, parseAddress } from "../client/address.ts";
import { UsageError } from "../command.ts";
import { HOW_TO_GET_ONE } from "../python/interpreter.ts";
import { SUITES, type TestSuite } from "../python/suites.ts";
import { parseReports, type ReportRequest } from "../report/report.ts";
import { parseOptions, refuseArguments, shellLine, splitCommand } from "./arguments.ts";
import { millisecondsOf } from "./seconds.ts";

const WIDTH = Math.max(...SUITES.map(({ name }) => name.length)) + 2;

export const PYTHON_HELP = `Usage: coordinate-conformance python [options] --address HOST:PORT
       coordinate-conformance python [options] -- COMMAND...
       coordinate-conformance python --exec [options] -- ARGUMENT...

Runs the real Python tests of \`coordinate\` 0.1.5, unmodified, against a daemon. A test that the daemon answered no call
of fails, so that none can pass on a server of its own. The packages are fetched once and kept; no compiler is needed.

What to measure:
  --address HOST:PORT    a daemon that is running; refused when it holds work specs
  -- COMMAND...          a daemon that is started for the run; {port} stands for the port on 127.0.0.1
  --allow-clear          the daemon may lose the work specs that it holds
  --fresh                start the command anew for each test (the Python daemon needs that)
  --start-timeout SECONDS  until the command answers (default 20)

Which tests:
  --tests SUITE          one of these, or several as core,workers, or all
${SUITES.map(({ name, summary }) => `    ${name.padEnd(WIDTH)} ${summary}\n`).join("")}  -k EXPRESSION          only tests whose names match, as pytest's -k

Which Python:
  --python PATH          a Python 2.7, Jython or a Jython jar; otherwise $COORDINATE_PYTHON, python2.7, pyenv, jython
  --require-python       without one, exit 3 (otherwise the tests count as not run)
  --cache DIR            where packages are kept (default $XDG_CACHE_HOME/coordinate-conformance)
  --exec                 run that Python with the arguments after --, with the real client's packages to import

What to print:
  --report FORMAT[=FILE] pretty (default), tap, junit, json, html, github, badge; may be repeated
  --verbose              list passed tests too

Exit code: 0 all passed; 1 a test failed; 2 wrong usage or nothing ran; 3 it could not be measured.

${HOW_TO_GET_ONE}
Examples:
  coordinate-conformance python -- coordinated -cborrpc 127.0.0.1:{port}
  coordinate-conformance python --tests all --report junit=python.xml --report pretty --address localhost:5932
  coordinate-conformance python --exec -- -m coordinate.coordinatec --help
  coordinate-conformance python --fresh -- coordinate-conformance python --exec -- -m coordinate.run --port {port}
`;

type PythonSource =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "command"; readonly command: readonly string[]; readonly fresh: boolean };

type Interpreting = {
  readonly python: string | undefined;
  readonly requirePython: boolean;
  readonly cache: string | undefined;
};

/** Tests, or a command line of the interpreter. */
export type PythonArguments =
  | (Interpreting & { readonly job: "exec"; readonly argv: readonly string[] })
  | (Interpreting & {
      readonly job: "test";
      readonly source: PythonSource;
      readonly suites: readonly TestSuite[];
      readonly keyword: string | undefined;
      readonly allowClear: boolean;
      readonly startMilliseconds: number;
      readonly reports: readonly ReportRequest[];
      readonly githubSummary: boolean;
      readonly verbose: boolean;
    });

const OPTIONS = {
  address: { type: "string" },
  "allow-clear": { type: "boolean" },
  fresh: { type: "boolean" },
  "start-timeout": { type: "string" },
  tests: { type: "string" },
  keyword: { type: "string", short: "k" },
  python: { type: "string" },
  "require-python": { type: "boolean" },
  cache: { type: "string" },
  exec: { type: "boolean" },
  report: { type: "string", multiple: true },
  verbose: { type: "boolean" },
} as const;

/** @throws UsageError */
export function parsePythonArguments(argv: readonly string[]): PythonArguments {
  const { own, command: rest } = splitCommand(argv);
  const { values, positionals } = parseOptions(own, OPTIONS);
  refuseArguments(positionals, "; tests are chosen with --tests and -k");
  const common = {
    python: values.python,
    requirePython: values["require-python"] ?? false,
    cache: values.cache,
  };
  if (values.exec === true) {
    if (rest === undefined) throw new UsageError("--exec runs what follows a --");
    return { ...common, job: "exec", argv: rest };
  }
  return {
    ...common,
    job: "test",
    source: sourceOf(values.address, rest, values.fresh ?? false),
    suites: suitesOf(values.tests ?? "core"),
    keyword: values.keyword,
    allowClear: values["allow-clear"] ?? false,
    startMilliseconds: millisecondsOf("--start-timeout", values["start-timeout"] ?? "20"),
    ...parseReports(values.report),
    verbose: values.verbose ?? false,
  };
}

function sourceOf(address: string | undefined, command: readonly string[] | undefined, fresh: boolean): PythonSource {
  if ((address === undefined) === (command === undefined)) {
    throw new UsageError("say what to measure: either --address HOST:PORT, or -- COMMAND...");
  }
  if (address !== undefined) {
    if (fresh) throw new UsageError("--fresh needs a command to start anew: write it after --");
    return { kind: "address", address: parseAddress(address) };
  }
  if (command === undefined || command.length === 0) throw new UsageError("no command follows the --");
  return { kind: "command", command, fresh };
}

function suitesOf(text: string): readonly TestSuite[] {
  if (text === "all") return SUITES;
  const names = text.split(",");
  const unknown = names.find((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new UsageError(
      `'${unknown}' are no tests; --tests takes ${SUITES.map(({ name }) => name).join(", ")} or all`,
    );
  }
  return SUITES.filter(({ name }) => names.includes(name));
}

/** The command line that runs one test in the same way, ready for a shell; -k also takes tests whose names go on. */
export function testAgain(args: Extract<PythonArguments, { job: "test" }>, id: string): string {
  const { source } = args;
  const [, name = ""] = /::(?:.*::)?(\w+)/.exec(id) ?? [];
  const words = [
    ...["coordinate-conformance", "python", "--tests", args.suites.map((suite) => suite.name).join(","), "-k", name],
    ...(args.python === undefined ? [] : ["--python", args.python]),
    ...(args.cache === undefined ? [] : ["--cache", args.cache]),
    ...(args.allowClear ? ["--allow-clear"] : []),
    ...(source.kind === "address" ? ["--address", formatAddress(source.address)] : []),
    ...(source.kind === "command" && source.fresh ? ["--fresh"] : []),
    ...(source.kind === "command" ? ["--", ...source.command] : []),
  ];
  return shellLine(words);
}
