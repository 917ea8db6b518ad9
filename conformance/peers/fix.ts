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

/** `results` are those of a run without the list, so that every difference is in them. */
export function fixed(
  peer: ExpectFile,
  rules: PeerRules,
  goldens: readonly Golden[],
  results: readonly Result[],
): Fixed {
  const points = new Map<string, { point: string; seen: Place[] }>();
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
    const random = rules.randomPlaces(golden, result.differences);
    const explained = pointsOf(golden, result.differences, rules);
    const known = peer.known.filter((entry) => entry.case === result.case);
    for (const each of random) seenAt(each.point).push(randomAt(result.case, each));
    for (const finding of result.differences) {
      if (random.some(({ step, path }) => finding.step === step && finding.path.startsWith(path))) continue;
      const kept = known.find((entry) => isSamePlace(entry, finding));
      const point = kept?.point ?? explained.get(finding);
      if (point === undefined || reasonOf(point, peer.name) === undefined) {
        unexplained.push(`${result.case} step ${finding.step} ${finding.path} ${finding.kind}: ${finding.got}`);
        continue;
      }
      listed += 1;
      seenAt(point).push(placeIn(result.case, finding, kept?.varies === true || rules.varies(finding)));
    }
  }
  const divergences = [...points.values()].sort((a, b) => a.point.localeCompare(b.point, "en", { numeric: true }));
  return { text: formatExpectFile({ ...peer, divergences, flaky: [] }), listed, unexplained };
}

function randomAt(id: string, { step, path }: RandomPlace): Place {
  return { case: id, step, reply: 1, path, kind: "order", got: "", varies: true };
}
