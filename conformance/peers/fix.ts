// Writes a peer's list of divergences anew from a whole run: points of entries that still show stay, entries
// that no longer show go, and a new difference gets the point that explains it. What no point explains is not written.
import type { Golden } from "../golden/format.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import { formatExpectFile, isSamePlace, type Place, placeIn } from "../judge/expect-format.ts";
import { reasonOf } from "../protocol/protocol.ts";
import type { Result } from "../run/result.ts";
import type { PeerRules, RandomPlace } from "./rule.ts";
import { pointsOf } from "./sort.ts";

export type Fixed = {
  /** The text of divergences.yaml. */
  readonly text: string;
  /** How many differences are listed now. */
  readonly listed: number;
  /** Differences that no point explains, for people. */
  readonly unexplained: readonly string[];
};

/**
 * A case with more differences than so many is one entry: a table of hundreds of calls is not listed place by place, and the
 * first of them say why it differs.
 */
const MANY = 60;

/** `results` are those of a run without the list, so that every difference is in them. */
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
      // It stands elsewhere, and may show or not.
      if (kept?.flaky === true) continue;
      // What nothing explains follows from the difference before it: since then the daemons are in different states.
      const point = kept?.point ?? explained.get(finding) ?? last;
      last = point;
      if (point === undefined || reasonOf(point, peer.name) === undefined) {
        unexplained.push(`${result.case} step ${finding.step} ${finding.path} ${finding.kind}: ${finding.got}`);
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

/** Whether a case is one entry of the list already: it stays one, also where the daemon was too slow for it to be measured. */
export function isListedWhole(peer: ExpectFile, id: string): boolean {
  return peer.shorts.some(({ cases, flaky }) => cases === id && !flaky);
}

/** The reasons of a case's points, the most frequent first; what no point explains follows from them. */
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
