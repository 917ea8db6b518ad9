// Makes an expect file from a run. Reasons and short entries of the former file are kept if they still occur; new
// differences are listed under the clause that their case tests.
import type { Golden } from "../golden/format.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import {
  type Content,
  type Entry,
  formatExpectFile,
  isSamePlace,
  type Place,
  placeIn,
} from "../judge/expect-format.ts";
import { type Cause, isAbout, requirementsOf, type Short } from "../judge/known.ts";
import { comesFrom } from "../judge/missing-method.ts";
import { failedIn, type Missing, missingMethods } from "./missing-methods.ts";
import type { Result } from "./result.ts";

export type Written = {
  readonly text: string;
  /** The number of differences of the run, of entries for them, of those that are new or longer, and of those without a reason. */
  readonly differences: number;
  readonly entries: number;
  readonly added: number;
  readonly lacking: number;
};

type Facts = Pick<Content, "daemon" | "compare" | "fresh">;

/**
 * @param former the former file, if there was one
 * @param results of a run without the file, so that they have all differences; entries of cases not measured are kept
 * @param reason for new entries, and for those of the former file that have none; an empty one must be filled in before
 * the file can be used
 */
export function writtenExpect(
  facts: Facts,
  former: ExpectFile | undefined,
  goldens: readonly Golden[],
  results: readonly Result[],
  reason: string,
): Written {
  const before = former && { ...former, ...filled(former, reason) };
  const groups = new Map<string, Cause & { flaky: boolean; seen: Place[] }>();
  const add = ({ point, reason: why }: Cause, flaky: boolean, place: Place) => {
    const key = JSON.stringify([point, why, flaky]);
    const group = groups.get(key) ?? { point, reason: why, flaky, seen: [] };
    groups.set(key, group);
    group.seen.push(place);
    return group;
  };
  const known = before?.known ?? [];
  const measured = new Set(results.filter(isMeasured).map((result) => result.case));
  for (const entry of known) {
    if (!measured.has(entry.case) || entry.flaky || entry.varies)
      add(entry, entry.flaky, { ...entry, got: entry.got ?? "" });
  }
  const missing = missingMethods(goldens, results);
  const wider = (before?.shorts ?? []).filter((entry) => entry.missing === undefined);
  const used = new Set<Short>();
  const wholes: { cases: string; reason: string; flaky: boolean }[] = [];
  const longer = new Set<Cause>();
  for (const golden of goldens) {
    const result = results.find((each) => each.case === golden.id);
    if (result === undefined || !isMeasured(result)) continue;
    const own = known.filter((entry) => entry.case === golden.id);
    const short = wider.find((entry) => isAbout(entry, golden));
    const failed = failedIn(golden, result);
    const differences = result.differences.filter((each) => !missing.some((entry) => comesFrom(entry, failed, each)));
    const fresh = differences.filter((each) => !own.some((entry) => isSamePlace(entry, each)));
    const isDrawn = drawsLots(golden);
    if (short === undefined && fresh.length > 0 && (isDrawn || fresh.length > MANY)) {
      wholes.push({ cases: golden.id, reason, flaky: isDrawn });
      continue;
    }
    for (const finding of differences) {
      const kept = own.find((entry) => isSamePlace(entry, finding));
      if (kept?.flaky === true || kept?.varies === true) continue;
      if (kept === undefined && short !== undefined) {
        used.add(short);
        continue;
      }
      const group = add(kept ?? { point: aboutOf(golden), reason }, false, placeIn(golden.id, finding, false));
      if (kept === undefined) longer.add(group);
    }
  }
  const isStill = (entry: Short) => missing.some((each) => isSame(each, entry));
  const shorts = (before?.shorts ?? []).filter(
    (entry) => used.has(entry) || isStill(entry) || entry.flaky || !isJudged(entry, goldens, measured),
  );
  const methods = missing.filter((each) => !shorts.some((entry) => isSame(each, entry)));
  const entries = (flaky: boolean): Entry[] => [
    ...(flaky ? [] : methods.map((each) => ({ ...each, reason }))),
    ...shorts.filter((entry) => entry.flaky === flaky).map(shortEntry),
    ...[...groups.values()].filter((each) => each.flaky === flaky).map(exactEntry),
    ...wholes.filter((each) => each.flaky === flaky).map(({ cases, reason: why }) => ({ reason: why, cases })),
  ];
  const lists = {
    clearBreaks: before?.clearBreaks ?? false,
    cutsTracebacks: before?.cutsTracebacks ?? false,
    lists: before?.lists,
  };
  const content = { ...facts, ...lists, divergences: entries(false), flaky: entries(true) };
  const all = [...content.divergences, ...content.flaky];
  return {
    text: formatExpectFile(content),
    differences: results.filter(isMeasured).reduce((sum, { differences }) => sum + differences.length, 0),
    entries: all.length,
    added: methods.length + wholes.length + longer.size,
    lacking: all.filter((entry) => entry.reason === "").length,
  };
}

/** The entries with this reason where they have none. */
function filled({ known, shorts }: ExpectFile, reason: string): Pick<ExpectFile, "known" | "shorts"> {
  const fill = <Each extends Cause>(entry: Each) => (entry.reason === "" ? { ...entry, reason } : entry);
  return { known: known.map(fill), shorts: shorts.map(fill) };
}

/** Whether a former entry lists the missing method, with this error message or any. */
function isSame({ method, says }: Missing, { missing }: Short): boolean {
  return missing?.method === method && (missing.says ?? says) === says;
}

/** A case with more new differences than this becomes one entry, with the first differences as explanation. */
const MANY = 40;

/** Whether replies are random, so that the next run may differ in other places. */
function drawsLots({ steps, flaky }: Golden): boolean {
  const isDrawn = (step: Golden["steps"][number]) =>
    step.kind === "exchange" && step.replies.some(({ choices }) => choices !== undefined);
  return flaky !== undefined || steps.some(isDrawn);
}

const isMeasured = ({ outcome }: Result) => outcome === "passed" || outcome === "diverged";

/** Whether every case that a short entry covers was measured. */
function isJudged(entry: Short, goldens: readonly Golden[], measured: ReadonlySet<string>): boolean {
  const about = goldens.filter((golden) => isAbout(entry, golden));
  return about.length > 0 && about.every(({ id }) => measured.has(id));
}

/** The first clause or point that a case requires. */
function aboutOf(golden: Golden): string {
  return [...requirementsOf(golden)][0] ?? "";
}

function causeOf({ point, reason }: Cause): Entry {
  return { ...(point === "" ? {} : point.includes("-") ? { clause: point } : { point }), reason };
}

const exactEntry = (group: Cause & { seen: Place[] }): Entry => ({ ...causeOf(group), seen: group.seen });
const shortEntry = (entry: Short): Entry => ({
  ...causeOf(entry),
  ...(entry.cases === undefined ? {} : { cases: entry.cases }),
  ...entry.missing,
});
