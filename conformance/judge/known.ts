// Which differences of a case an expect file foresaw, and which of its entries did not show. An exact entry stands for one
// difference, a short one for all of the cases that it means; one that shows nowhere is out of date, and fails.
import picomatch from "picomatch";
import { calledIn } from "../golden/called.ts";
import type { Golden } from "../golden/format.ts";
import { allPoints } from "../protocol/protocol.ts";
import type { Difference } from "./difference.ts";
import type { PlayedStep } from "./judge.ts";
import { comesFrom, failedCalls, type MissingMethod } from "./missing-method.ts";

/** Why a daemon differs, and what of the protocol that is about: K7, D13, LOCK-3, or nothing. */
export type Cause = { readonly point: string; readonly reason: string };

/** One divergence that is known. */
export type Known = Cause & {
  readonly case: string;
  readonly step: number;
  /** From 1, as in Difference. */
  readonly reply: number;
  readonly path: string;
  readonly kind: string;
  /**
   * What the daemon answers, in notation; `<time>` stands for a time, which is another one in each run, and a final `...` for
   * whatever follows.
   */
  readonly got: string | undefined;
  /** True for what the daemon does by chance, at the path or below it: it may be absent, and `got` is not compared. */
  readonly varies: boolean;
  /** It may show or not. */
  readonly flaky: boolean;
  readonly file: string;
  readonly line: number;
};

/**
 * All differences of some cases: of those that need a point or clause, and whose ids match `cases` where that is given. With a
 * method it is those alone that come from the method's being missing.
 */
export type Short = Cause & {
  readonly cases: string | undefined;
  readonly missing?: MissingMethod | undefined;
  readonly flaky: boolean;
  readonly file: string;
  readonly line: number;
};

/** A case as entries mean it. */
export type Case = Pick<Golden, "id" | "requires" | "steps">;

/** The ids of clauses and points that a case needs, those of its points' clauses among them. */
export function requirementsOf({ requires }: Pick<Case, "requires">): Set<string> {
  return new Set(requires.flatMap((id) => [id, ...(allPoints().get(id)?.clauses ?? [])]));
}

/** Whether a short entry is about a case. */
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

/** Whether a whole case may differ or not, so that none of its other entries has to show. */
export function isLoose(golden: Case, shorts: readonly Short[]): boolean {
  return shorts.some((entry) => entry.flaky && entry.missing === undefined && isAbout(entry, golden));
}

/** Differences that entries of one cause foresaw. */
export type Listed = Cause & {
  readonly count: number;
  readonly flaky: boolean;
  /** Where the first of those entries stands: FILE:LINE. */
  readonly from: string;
  /** The first of the differences. */
  readonly first: Difference;
};

/** What of a case's differences was foreseen, and which entries of the case did not show. */
export type Sorted = {
  readonly unexpected: readonly Difference[];
  readonly listed: readonly Listed[];
  readonly stale: readonly Known[];
};

type Entries = { readonly known: readonly Known[]; readonly shorts: readonly Short[] };

/**
 * Sets the known differences of one case apart. Each exact entry stands for one difference; one that varies for any number.
 * @param played what was answered, for entries about methods that are missing
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
    const entry =
      exact ?? shorts.find(({ missing }) => missing === undefined || comesFrom(missing, failed, difference));
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

/** Exact entries of one cause together. */
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

/** Where an entry stands. */
export const placeOf = ({ file, line }: Known | Short): string => `${file}:${line}`;

function matches(known: Known, { step, reply, path, kind, got }: Difference): boolean {
  if (known.step !== step || known.reply !== reply) return false;
  if (known.varies) return isBelow(known.path, path);
  if (known.path !== path) return false;
  const wanted = known.got ?? "";
  if (known.kind !== kind) return false;
  if (wanted.includes(TIME)) return withoutTimes(got) === wanted;
  return wanted.endsWith("...") && wanted.length > 3 ? got.startsWith(wanted.slice(0, -3)) : got === wanted;
}

const TIME = "<time>";

/** Notation with `<time>` for every number of seconds since the epoch, whole or not, from 2001 to 2033. */
export function withoutTimes(notation: string): string {
  return notation.replace(/(?<![\w.])1\d{9}(\.\d+)?(_3)?(?![\w.])/g, TIME);
}

function isBelow(outer: string, inner: string): boolean {
  if (outer === "result") return inner === outer || /^[.[]/.test(inner);
  return inner.startsWith(outer) && /^([.[]|$)/.test(inner.slice(outer.length));
}
