// Rewrites a peer's list of divergences from a complete run: entries that still occur keep their points, others are
// removed, and a new difference gets the point whose rule explains it. Differences that no rule explains are not
// written.
import type { Golden } from "../golden/format.ts";
import { excerpt, SHORT } from "../judge/excerpt.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import { formatExpectFile, isSamePlace, type Place, placeIn } from "../judge/expect-format.ts";
import { reasonOf } from "../protocol/protocol.ts";
import type { Result } from "../run/result.ts";
import type { PeerRules, RandomPlace } from "./rule.ts";
import { pointsOf } from "./sort.ts";

export type Fixed = {
  /** The new content of divergences.yaml. */
  readonly text: string;
  /** The number of listed differences. */
  readonly listed: number;
  /** Descriptions of the differences that no rule explains. */
  readonly unexplained: readonly string[];
};

/** A case with more differences than this becomes one entry, whose reasons are those of its first differences. */
const MANY = 60;

/** @param results of a run without the list, so that they contain every difference */
export function fixed(
  peer: ExpectFile,
  rules: PeerRules,
  goldens: readonly Golden[],
  results: readonly Result[],
): Fixed {
  const points = new Map<string, { point: string; seen: Place[] }>();
  const whole: { cases: string; reason: string }[] = [];
  const unexplained: string[] = [];
  let listed = 0;
  const seenAt = (point: string): Place[] => {
    const entry = points.get(point) ?? { point, seen: [] };
    points.set(point, entry);
    return entry.seen;
  };
  for (const result of results) {
    const golden = goldens.find(({ id }) => id === result.case);
    if (golden === undefined) continue;
    const short = peer.shorts.find(({ cases, flaky }) => cases === result.case && !flaky);
    if (short !== undefined && (result.outcome === "unmeasured" || result.differences.length > 0)) {
      whole.push({ cases: result.case, reason: short.reason });
      listed += result.differences.length;
      continue;
    }
    const random = rules.randomPlaces(golden, result.differences);
    const isMany = result.differences.length > MANY;
    const explained = pointsOf(golden, isMany ? result.differences.slice(0, MANY) : result.differences, rules);
    if (isMany && explained.size > 0) {
      whole.push({
        cases: result.case,
        reason: reasonsIn(peer.name, [...explained.values()], Math.min(result.differences.length, MANY)),
      });
      listed += result.differences.length;
      continue;
    }
    const known = peer.known.filter((entry) => entry.case === result.case);
    for (const each of random) seenAt(each.point).push(randomAt(result.case, each));
    let last: string | undefined;
    for (const finding of result.differences) {
      if (random.some((place) => isAt(place, finding))) continue;
      const kept = known.find((entry) => isSamePlace(entry, finding));
      // It is listed elsewhere as one that may occur or not.
      if (kept?.flaky === true) continue;
      // An unexplained difference is a consequence of the one before it, after which the daemons are in different
      // states.
      const point = kept?.point ?? explained.get(finding) ?? last;
      last = point;
      if (point === undefined || reasonOf(point, peer.name) === undefined) {
        unexplained.push(
          `${result.case} step ${finding.step} ${finding.path} ${finding.kind}: ${excerpt(finding.got, SHORT)}`,
        );
        continue;
      }
      listed += 1;
      seenAt(point).push(placeIn(result.case, finding, kept?.varies === true || rules.varies(finding)));
    }
  }
  const divergences = [...points.values()].sort((a, b) => a.point.localeCompare(b.point, "en", { numeric: true }));
  return {
    text: formatExpectFile({ ...peer, divergences: [...divergences, ...whole], flaky: [] }),
    listed,
    unexplained,
  };
}

/**
 * Whether a case is already one entry of the list. It remains one, even if the daemon was too slow for it to be
 * measured.
 */
export function isListedWhole(peer: ExpectFile, id: string): boolean {
  return peer.shorts.some(({ cases, flaky }) => cases === id && !flaky);
}

/** The reasons of a case's points, most frequent first; unexplained differences are consequences of these. */
function reasonsIn(peer: string, points: readonly string[], differences: number): string {
  const counts = new Map<string, number>();
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b, "en", { numeric: true }));
  const reasons = sorted.slice(0, 3).flatMap(([point]) => {
    const reason = reasonOf(point, peer);
    return reason === undefined ? [] : [`${point}: ${reason}`];
  });
  return [...reasons, ...(points.length < differences ? ["and what follows from that"] : [])].join("; ");
}

function randomAt(id: string, { step, reply = 1, path }: RandomPlace): Place {
  return { case: id, step, reply, path, kind: "order", got: "", varies: true };
}

function isAt({ step, reply, path }: RandomPlace, finding: Result["differences"][number]): boolean {
  return finding.step === step && (reply === undefined || finding.reply === reply) && finding.path.startsWith(path);
}
