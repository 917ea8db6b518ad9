// Writes a peer's list of divergences anew from a whole run: points of entries that still show stay, entries
// that no longer show go, and a new difference gets the point that explains it. What no point explains is not written.
import { Document, YAMLMap, YAMLSeq } from "yaml";
import type { Golden } from "../golden/format.ts";
import { type Known, type Peer, withoutTimes } from "../judge/known.ts";
import { reasonOf } from "../protocol/protocol.ts";
import type { Finding, Result } from "../run/result.ts";
import type { Classifier, RandomPlace } from "./classifier.ts";

export type Fixed = {
  /** The text of divergences.yaml. */
  readonly text: string;
  /** How many differences are listed now. */
  readonly listed: number;
  /** Differences that no point explains, for people. */
  readonly unexplained: readonly string[];
};

type Place = Pick<Known, "case" | "step" | "reply" | "path" | "kind" | "varies"> & { readonly got: string };

/** `results` are those of a run without the list, so that every difference is in them. */
export function fixed(
  peer: Peer,
  { pointsOf, randomPlaces, varies }: Classifier,
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
    const random = randomPlaces(golden, result.differences);
    const explained = pointsOf(golden, result.differences);
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
      seenAt(point).push(toPlace(result.case, finding, kept?.varies === true || varies(finding)));
    }
  }
  const divergences = [...points.values()].sort((a, b) => a.point.localeCompare(b.point, "en", { numeric: true }));
  return { text: format(peer, divergences), listed, unexplained };
}

function randomAt(id: string, { step, path }: RandomPlace): Place {
  return { case: id, step, reply: 1, path, kind: "order", got: "", varies: true };
}

function isSamePlace(entry: Known, { step, reply, path, kind }: Finding): boolean {
  const same = entry.step === step && entry.reply === reply && entry.path === path;
  return same && (entry.varies || entry.kind === kind);
}

function toPlace(id: string, { step, reply, path, kind, got }: Finding, random: boolean): Place {
  return { case: id, step, reply, path, kind, got: withoutTimes(got), varies: random };
}

function format(peer: Peer, divergences: readonly { point: string; seen: Place[] }[]): string {
  const document = new Document({
    version: 1,
    daemon: peer.daemon,
    compare: peer.compare,
    ...(peer.fresh ? { fresh: true } : {}),
    ...(peer.cutsTracebacks ? { tracebacks: "cut" } : {}),
    ...(peer.lists === undefined ? {} : { lists: { point: peer.lists.point } }),
    divergences: divergences.map(({ point, seen }) => ({ point, seen: joined(seen).map(fields) })),
  });
  const list = document.get("divergences");
  for (const each of list instanceof YAMLSeq ? list.items : []) {
    const seen: unknown = each instanceof YAMLMap ? each.get("seen") : undefined;
    for (const place of seen instanceof YAMLSeq ? seen.items : []) if (place instanceof YAMLMap) place.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** What varies stands once for any number of differences; the same place in replies one after the other is one entry. */
function joined(places: readonly Place[]): Joined[] {
  const found = new Map<string, Joined>();
  for (const place of places) {
    const { got, reply, ...where } = place;
    const start = JSON.stringify(place.varies ? [place.case, place.step, reply, place.path] : [where, got]);
    const open = found.get(start);
    if (open === undefined) found.set(start, { ...place, last: reply });
    else if (!place.varies && open.last === reply - 1) open.last = reply;
    else if (!place.varies) found.set(`${start} ${reply}`, { ...place, last: reply });
  }
  return [...found.values()];
}

type Joined = Place & { last: number };

function fields({ case: id, step, reply, last, path, kind, got, varies }: Joined): Record<string, unknown> {
  const replies = last > reply ? { replies: [reply, last] } : reply === 1 ? {} : { reply };
  return { case: id, step, ...replies, path, kind, ...(varies ? { varies } : { got }) };
}
