// Separates the differences of a case that an expect file lists from the others, and finds its entries that did not
// occur. An exact entry lists one difference, a short entry all differences of the cases that it covers. An entry that
// occurs nowhere is out of date, which fails the run.
import picomatch from "picomatch";
import { calledIn } from "../golden/called.ts";
import type { Golden } from "../golden/format.ts";
import { allPoints } from "../protocol/protocol.ts";
import type { Difference } from "./difference.ts";
import type { PlayedStep } from "./judge.ts";
import { comesFrom, type FailedCall, failedCalls, isReplyOf, type MissingMethod } from "./missing-method.ts";

/** Why a daemon differs, and the id of the point or clause that this is about (K7, D13, LOCK-3), or an empty string. */
export type Cause = { readonly point: string; readonly reason: string };

/** One listed divergence. */
export type Known = Cause & {
  readonly case: string;
  readonly step: number;
  /** From 1, as in Difference. */
  readonly reply: number;
  readonly path: string;
  readonly kind: string;
  /**
   * The daemon's reply, in notation; `<time>` matches any time, since times differ in each run, and a final `...`
   * matches any rest.
   */
  readonly got: string | undefined;
  /** True for random behaviour at the path or below it: the difference may be absent, and `got` is not compared. */
  readonly varies: boolean;
  /** Whether the difference may be absent. */
  readonly flaky: boolean;
  readonly file: string;
  readonly line: number;
};

/**
 * All differences of the cases that require a point or clause, and whose ids match `cases` if given. With a method only
 * the differences caused by the daemon not having the method.
 */
export type Short = Cause & {
  readonly cases: string | undefined;
  readonly missing?: MissingMethod | undefined;
  readonly flaky: boolean;
  readonly file: string;
  readonly line: number;
};

/** The parts of a case that entries refer to. */
export type Case = Pick<Golden, "id" | "requires" | "steps">;

/** The ids of clauses and points that a case requires, including the clauses of its points. */
export function requirementsOf({ requires }: Pick<Case, "requires">): Set<string> {
  return new Set(requires.flatMap((id) => [id, ...(allPoints().get(id)?.clauses ?? [])]));
}

/** Whether a short entry covers a case. */
export function isAbout(entry: Short, golden: Case): boolean {
  const { missing } = entry;
  return (missing === undefined || calls(golden, missing.method)) && isMeant(entry, golden);
}

function isMeant({ point, cases }: Short, golden: Case): boolean {
  if (cases !== undefined && cases !== golden.id && !picomatch.isMatch(golden.id, cases)) return false;
  return point === "" || requirementsOf(golden).has(point);
}

function calls({ steps }: Case, method: string): boolean {
  return steps.some(
    (step) => step.kind === "exchange" && step.call.some((call) => calledIn(call).some((each) => each === method)),
  );
}

/** Whether all differences of a case are optional, so that its other entries need not occur. */
export function isLoose(golden: Case, shorts: readonly Short[]): boolean {
  return shorts.some((entry) => entry.flaky && entry.missing === undefined && isAbout(entry, golden));
}

/** The differences that the entries of one cause list. */
export type Listed = Cause & {
  readonly count: number;
  readonly flaky: boolean;
  /** FILE:LINE of the first of those entries. */
  readonly from: string;
  /** The first of the differences. */
  readonly first: Difference;
};

/** The differences of a case that were listed and that were not, and the entries of the case that did not occur. */
export type Sorted = {
  readonly unexpected: readonly Difference[];
  readonly listed: readonly Listed[];
  readonly stale: readonly Known[];
};

type Entries = { readonly known: readonly Known[]; readonly shorts: readonly Short[] };

/**
 * Separates the known differences of one case. An exact entry matches one difference; one that varies, any number.
 * @param played the received replies, for entries about missing methods
 */
export function sortDifferences(
  golden: Case,
  differences: readonly Difference[],
  entries: Entries,
  played: readonly PlayedStep[],
): Sorted {
  const left = new Set(entries.known.filter((entry) => entry.case === golden.id));
  const shorts = differences.length === 0 ? [] : entries.shorts.filter((entry) => isMeant(entry, golden));
  const failed = shorts.some(({ missing }) => missing !== undefined) ? failedCalls(golden, played) : [];
  const found = new Map<Known | Short, Difference[]>();
  const unexpected = differences.filter((difference) => {
    const exact = [...left].find((each) => matches(each, difference));
    const entry = exact ?? shortFor(difference, shorts, failed);
    if (entry === undefined) return true;
    const same = found.get(entry);
    if (same === undefined) found.set(entry, [difference]);
    else same.push(difference);
    if (exact !== undefined && !exact.varies) left.delete(exact);
    return false;
  });
  return {
    unexpected,
    listed: joined(found),
    stale: isLoose(golden, entries.shorts) ? [] : [...left].filter((entry) => !entry.varies && !entry.flaky),
  };
}

/**
 * The first entry that a difference matches. Of several missing methods it is the one that was called: the call of
 * another before it may explain the difference too, and then no entry for this one would ever be used.
 */
function shortFor(difference: Difference, shorts: readonly Short[], failed: readonly FailedCall[]): Short | undefined {
  const first = shorts.find(({ missing }) => missing === undefined || comesFrom(missing, failed, difference));
  if (first?.missing === undefined) return first;
  return shorts.find(({ missing }) => missing !== undefined && isReplyOf(missing, failed, difference)) ?? first;
}

/** Merges exact entries with the same cause. */
function joined(found: ReadonlyMap<Known | Short, readonly Difference[]>): Listed[] {
  const listed = new Map<string, Listed>();
  for (const [entry, differences] of found) {
    const { point, reason, flaky } = entry;
    const from = placeOf(entry);
    const key = JSON.stringify([point, reason, flaky, "step" in entry ? "" : from]);
    const before = listed.get(key);
    const first = before?.first ?? differences[0];
    if (first === undefined) continue;
    const count = differences.length + (before?.count ?? 0);
    listed.set(key, { point, reason, flaky, count, from: before?.from ?? from, first });
  }
  return [...listed.values()];
}

/** FILE:LINE of an entry. */
export const placeOf = ({ file, line }: Known | Short): string => `${file}:${line}`;

function matches(known: Known, { step, reply, path, kind, got }: Difference): boolean {
  if (known.step !== step || known.reply !== reply) return false;
  if (known.varies) return isBelow(known.path, path);
  if (known.path !== path) return false;
  const wanted = known.got ?? "";
  if (known.kind !== kind) return false;
  if (wanted.includes(TIME)) return withoutTimes(got) === wanted;
  // How many replies came before the end is random: a connection that is reset loses those that were not read.
  if (kind === "closed") return withoutCount(got) === withoutCount(wanted);
  return wanted.endsWith("...") && wanted.length > 3 ? got.startsWith(wanted.slice(0, -3)) : got === wanted;
}

const TIME = "<time>";

const withoutCount = (got: string) => got.replace(/ \(\d+ of \d+ replies came\)$/, "");

/** Notation with `<time>` for every number of seconds since the epoch, whole or not, from 2001 to 2033. */
export function withoutTimes(notation: string): string {
  return notation.replace(/(?<![\w.])1\d{9}(\.\d+)?(_3)?(?![\w.])/g, TIME);
}

function isBelow(outer: string, inner: string): boolean {
  if (outer === "result") return inner === outer || /^[.[]/.test(inner);
  return inner.startsWith(outer) && /^([.[]|$)/.test(inner.slice(outer.length));
}
