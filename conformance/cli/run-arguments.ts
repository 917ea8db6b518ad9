// The arguments of `run`: read, checked, and written back as the command line that runs one case alone.

import { formatAddress, parseAddress } from "../client/address.ts";
import { UsageError } from "../command.ts";
import { COMPARE_LEVELS, type CompareLevel } from "../judge/difference.ts";
import { parseReports, type ReportRequest } from "../report/report.ts";
import type { Source } from "../run/source.ts";
import { parseOptions, shellLine, splitCommand } from "./arguments.ts";
import { millisecondsOf } from "./seconds.ts";

export const RUN_HELP = `Usage: coordinate-conformance run [options] [CASE...] --address HOST:PORT
       coordinate-conformance run [options] [CASE...] -- COMMAND...
       coordinate-conformance run [options] [CASE...] --replies FILE

Plays the recorded sessions against a daemon and compares its replies with the recorded ones.

What to measure:
  --address HOST:PORT    a daemon that is running; refused when it holds work specs
  -- COMMAND...          a daemon that is started for the run; {port} stands for the port on 127.0.0.1
  --replies FILE         replies that --save-replies kept, no daemon
  --allow-clear          the daemon at the address may lose what it holds
  --jobs COUNT           so many daemons of the command at once, each for cases of its own, as far as they share nothing
                         (default 4)
  --fresh                start the command anew for each case instead of clearing it

Which cases (all of them unless some are named):
  CASE                   an id or a glob: upstream/test_args 'wire/*' '**/*lease*'
  @FILE                  the ids and globs in a file, one a line
  --skip CASE            leave these out; may be repeated
  --transcripts DIR      goldens from another folder

How to compare:
  --compare LEVEL        python: what a Python 2 client can tell; ordered: bytes, but map keys in any order (default);
                         bytes: every byte
  --peer NAME            expect the listed divergences of a known daemon, all of them and no others
  --fix                  with --peer: write the peer's list anew from this run, which must be of all cases
  --timeout SECONDS      for one step's reply (default 5)
  --start-timeout SECONDS  until the daemon answers at first (default 20)

What to print:
  --report FORMAT[=FILE] pretty (default), tap, junit, json, html, github, badge; may be repeated
  --save-replies FILE    keep what the daemon answered, to be judged again with --replies
  --verbose              list passed cases too

Exit code: 0 all as expected; 1 a divergence; 2 wrong usage or nothing to run; 3 it could not be measured.

Examples:
  coordinate-conformance run --compare bytes -- coordinated -cborrpc 127.0.0.1:{port}
  coordinate-conformance run --address localhost:5932 'wire/*' --report junit=report.xml --report pretty
`;

export type RunArguments = {
  readonly source: Source;
  readonly patterns: readonly string[];
  readonly skips: readonly string[];
  readonly transcripts: string | undefined;
  readonly compare: CompareLevel | undefined;
  readonly peer: string | undefined;
  readonly fix: boolean;
  readonly fresh: boolean;
  readonly jobs: number;
  readonly allowClear: boolean;
  readonly stepMilliseconds: number;
  readonly startMilliseconds: number;
  readonly reports: readonly ReportRequest[];
  /** Whether one of the reports is for GitHub, which also takes a summary. */
  readonly githubSummary: boolean;
  readonly saveReplies: string | undefined;
  readonly verbose: boolean;
};

const OPTIONS = {
  address: { type: "string" },
  replies: { type: "string" },
  "allow-clear": { type: "boolean" },
  fix: { type: "boolean" },
  fresh: { type: "boolean" },
  jobs: { type: "string" },
  skip: { type: "string", multiple: true },
  transcripts: { type: "string" },
  compare: { type: "string" },
  peer: { type: "string" },
  timeout: { type: "string" },
  "start-timeout": { type: "string" },
  report: { type: "string", multiple: true },
  "save-replies": { type: "string" },
  verbose: { type: "boolean" },
} as const;

/** @throws UsageError */
export function parseRunArguments(argv: readonly string[]): RunArguments {
  const { own, command } = splitCommand(argv);
  const { values, positionals } = parseOptions(own, OPTIONS);
  const source = sourceOf(values.address, command, values.replies);
  if (values.fresh === true && source.kind !== "command") {
    throw new UsageError("--fresh needs a command to start anew: write it after --");
  }
  if (values.fix === true && (values.peer === undefined || positionals.length > 0 || values.skip !== undefined)) {
    throw new UsageError("--fix needs --peer, and all cases: a list made from some of them would lack the rest");
  }
  return {
    source,
    patterns: positionals,
    skips: values.skip ?? [],
    transcripts: values.transcripts,
    compare: levelOf(values.compare),
    peer: values.peer,
    fix: values.fix ?? false,
    fresh: values.fresh ?? false,
    jobs: jobsOf(values.jobs, source),
    allowClear: values["allow-clear"] ?? false,
    stepMilliseconds: millisecondsOf("--timeout", values.timeout ?? "5"),
    startMilliseconds: millisecondsOf("--start-timeout", values["start-timeout"] ?? "20"),
    ...parseReports(values.report),
    saveReplies: values["save-replies"],
    verbose: values.verbose ?? false,
  };
}

function sourceOf(
  address: string | undefined,
  command: readonly string[] | undefined,
  replies: string | undefined,
): Source {
  const given = [address, command, replies].filter((each) => each !== undefined).length;
  if (given !== 1) {
    throw new UsageError("say what to measure: either --address HOST:PORT, or -- COMMAND..., or --replies FILE");
  }
  if (address !== undefined) return { kind: "address", address: parseAddress(address) };
  if (replies !== undefined) return { kind: "replies", file: replies };
  if (command === undefined || command.length === 0) throw new UsageError("no command follows the --");
  return { kind: "command", command };
}

function levelOf(text: string | undefined): CompareLevel | undefined {
  const level = COMPARE_LEVELS.find((each) => each === text);
  if (text !== undefined && level === undefined) {
    throw new UsageError(`--compare takes ${COMPARE_LEVELS.join(", ")}, not '${text}'`);
  }
  return level;
}

/** How many daemons of a command play at once: most of the time cases wait. */
const DEFAULT_JOBS = 4;

function jobsOf(text: string | undefined, source: Source): number {
  if (text === undefined) return DEFAULT_JOBS;
  if (source.kind !== "command")
    throw new UsageError("--jobs needs a command to start more than once: write it after --");
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1) throw new UsageError(`--jobs takes a count, not '${text}'`);
  return jobs;
}

/** What is measured, for people. */
export function describeSource({ source }: RunArguments): string {
  switch (source.kind) {
    case "address":
      return formatAddress(source.address);
    case "command":
      return source.command.join(" ");
    case "replies":
      return source.file;
    default:
      return source satisfies never;
  }
}

/** The command line that runs one case alone in the same way, ready for a shell. */
export function runAgain(args: RunArguments, id: string): string {
  const { source } = args;
  const words = [
    ...["coordinate-conformance", "run", id],
    ...(args.transcripts === undefined ? [] : ["--transcripts", args.transcripts]),
    ...(args.compare === undefined ? [] : ["--compare", args.compare]),
    ...(args.peer === undefined ? [] : ["--peer", args.peer]),
    ...(args.fresh ? ["--fresh"] : []),
    ...(args.allowClear ? ["--allow-clear"] : []),
    ...(source.kind === "address" ? ["--address", formatAddress(source.address)] : []),
    ...(source.kind === "replies" ? ["--replies", source.file] : []),
    ...(source.kind === "command" ? ["--", ...source.command] : []),
  ];
  return shellLine(words);
}
