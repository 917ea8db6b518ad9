// Makes an expect file of a run: reasons and short entries of the one before stay where they still show, and what is new
// stands under the clause that its case is about.
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
  /** Entries in it for one difference or one case, and how many of them are new. */
  readonly listed: number;
  readonly added: number;
};

type Facts = Pick<Content, "daemon" | "compare" | "fresh">;

/**
 * @param before the file as it was, if there was one
 * @param results of a run without it, so that every difference is in them; what was not measured stays as it was listed
 * @param reason for what is new: an empty one must be filled in before the file can be used
 */
export function writtenExpect(
  facts: Facts,
  before: ExpectFile | undefined,
  goldens: readonly Golden[],
  results: readonly Result[],
  reason: string,
): Written {
  const groups = new Map<string, Cause & { flaky: boolean; seen: Place[] }>();
  const add = ({ point, reason: why }: Cause, flaky: boolean, place: Place) => {
    const key = JSON.stringify([point, why, flaky]);
    const group = groups.get(key) ?? { point, reason: why, flaky, seen: [] };
    groups.set(key, group);
    group.seen.push(place);
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
  let added = 0;
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
      added += 1;
      continue;
    }
    for (const finding of differences) {
      const kept = own.find((entry) => isSamePlace(entry, finding));
      if (kept?.flaky === true || kept?.varies === true) continue;
      if (kept === undefined && short !== undefined) {
        used.add(short);
        continue;
      }
      if (kept === undefined) added += 1;
      add(kept ?? { point: aboutOf(golden), reason }, false, placeIn(golden.id, finding, false));
    }
  }
  const isStill = (entry: Short) => missing.some((each) => isSame(each, entry));
  const shorts = (before?.shorts ?? []).filter(
    (entry) => used.has(entry) || isStill(entry) || entry.flaky || !isJudged(entry, goldens, measured),
  );
  const methods = missing.filter((each) => !shorts.some((entry) => isSame(each, entry)));
  added += methods.length;
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
  const listed = [...groups.values()].reduce((sum, { seen }) => sum + seen.length, wholes.length + methods.length);
  return { text: formatExpectFile(content), listed, added };
}

/** Whether an entry of before lists the method that is missing, in these words or any. */
function isSame({ method, says }: Missing, { missing }: Short): boolean {
  return missing?.method === method && (missing.says ?? says) === says;
}

/** A case with more new differences than so many is one entry: nobody reads hundreds of places, and the first say why. */
const MANY = 40;

/** Whether what a daemon answers is left to chance: what differs in one run does not in the next. */
function drawsLots({ steps, flaky }: Golden): boolean {
  const isDrawn = (step: Golden["steps"][number]) =>
    step.kind === "exchange" && step.replies.some(({ choices }) => choices !== undefined);
  return flaky !== undefined || steps.some(isDrawn);
}

const isMeasured = ({ outcome }: Result) => outcome === "passed" || outcome === "diverged";

/** Whether every case that a short entry is about was measured. */
function isJudged(entry: Short, goldens: readonly Golden[], measured: ReadonlySet<string>): boolean {
  const about = goldens.filter((golden) => isAbout(entry, golden));
  return about.length > 0 && about.every(({ id }) => measured.has(id));
}

/** The first clause or point that a case needs. */
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
