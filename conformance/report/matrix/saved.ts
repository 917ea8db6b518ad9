// Reads the parts of a saved result (`--report json`) that the matrix needs.
import { basename } from "node:path";
import { UsageError } from "../../command.ts";
import { readGivenText } from "../../read-given.ts";
import { OUTCOMES, type Outcome } from "../../run/result.ts";

/** One implementation: a column of the matrix. */
export type Saved = {
  /** Heading of the column. */
  readonly name: string;
  /** The measured daemon: an address, a command line, or recorded replies. */
  readonly daemon: string;
  readonly tool: string;
  /** The command line that repeats the run, if the report has one. */
  readonly command: string | undefined;
  readonly compare: string;
  readonly errors: string;
  /** The list whose divergences were expected. */
  readonly peer: string | undefined;
  readonly suite: string | undefined;
  /** Date of the run, YYYY-MM-DD. */
  readonly day: string;
  readonly results: readonly SavedResult[];
};

export type SavedResult = {
  readonly case: string;
  readonly title: string;
  readonly requires: readonly string[];
  readonly outcome: Outcome;
  readonly reason: string | undefined;
  /** All differences, listed or not. */
  readonly differs: readonly SavedDifference[];
};

export type SavedDifference = {
  /** The point or clause that the expect file gives for it; empty if it is not listed. */
  readonly point: string;
  readonly step: number;
  readonly call: string;
  readonly path: string;
  readonly expected: string;
  readonly got: string;
};

/**
 * @param argument `FILE`, or `NAME=FILE` to name the column; the file may be compressed with gzip
 * @throws UsageError for a file that is not a json report
 */
export function readSaved(argument: string): Saved {
  const [, given, file = argument] = /^([^=/]+)=(.+)$/.exec(argument) ?? [];
  const name = given ?? basename(file).replace(/\.json(\.gz)?$/, "");
  return savedOf(name, file, read(file));
}

function read(file: string): unknown {
  try {
    return JSON.parse(readGivenText(file));
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function savedOf(name: string, file: string, value: unknown): Saved {
  const report = fields(value);
  if (report.version !== 1 || !Array.isArray(report.results)) {
    throw new UsageError(`${file} is no report of version 1: make it with run --report json=FILE`);
  }
  const goldens = report.results.map(fields).filter(({ suite }) => suite === "golden");
  if (goldens.length === 0) throw new UsageError(`${file} has no case of a golden`);
  return {
    name,
    daemon: text(report.daemon),
    tool: text(report.tool),
    command: maybe(report.command),
    compare: text(report.compare),
    errors: text(report.errors),
    peer: maybe(report.peer),
    suite: maybe(fields(report.suite).name),
    day: text(report.startedAt).slice(0, 10),
    results: goldens.map(resultOf),
  };
}

function resultOf(result: Fields): SavedResult {
  const outcome = OUTCOMES.find((each) => each === result.outcome) ?? "unmeasured";
  const listed = list(result.listed).map((entry) => differenceOf(text(entry.point), fields(entry.first)));
  const unforeseen = outcome === "diverged" ? list(result.differences).map((each) => differenceOf("", each)) : [];
  return {
    case: text(result.case),
    title: text(result.title),
    requires: Array.isArray(result.requires) ? result.requires.map(text) : [],
    outcome,
    reason: maybe(result.reason),
    differs: [...listed, ...unforeseen],
  };
}

function differenceOf(point: string, difference: Fields): SavedDifference {
  const [call = "", ...more] = Array.isArray(difference.call) ? difference.call.map(text) : [];
  return {
    point,
    step: typeof difference.step === "number" ? difference.step : 0,
    call: more.length === 0 ? call : `${call} and ${more.length} more`,
    path: text(difference.path),
    expected: text(difference.expected),
    got: text(difference.got),
  };
}

const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? { ...value } : {});
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const maybe = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
