// Writes a peer's list of divergences anew from a whole run: points and reasons of entries that still show stay, entries
// that no longer show go, and a new difference gets the point that explains it. What no point explains is not written.
import { Document, YAMLMap, YAMLSeq } from "yaml";
import type { Golden } from "../golden/format.ts";
import type { Finding, Result } from "../result.ts";
import type { Known, Peer } from "./divergences.ts";
import { pointOf, type RandomPlace, randomPlaces } from "./go-coordinate/point-of.ts";
import { REASONS } from "./go-coordinate/reasons.ts";

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
export function fixed(peer: Peer, goldens: readonly Golden[], results: readonly Result[]): Fixed {
  const points = new Map<string, { point: string; reason: string; seen: Place[] }>();
  const unexplained: string[] = [];
  let listed = 0;
  const seenAt = (point: string, reason: string): Place[] => {
    const key = `${point} ${reason}`;
    const entry = points.get(key) ?? { point, reason, seen: [] };
    points.set(key, entry);
    return entry.seen;
  };
  for (const result of results) {
    const golden = goldens.find(({ id }) => id === result.case);
    if (golden === undefined) continue;
    const random = randomPlaces(golden, result.differences);
    for (const each of random) seenAt(each.point, REASONS[each.point] ?? "").push(randomAt(result.case, each));
    for (const finding of result.differences) {
      if (random.some(({ step, path }) => finding.step === step && finding.path.startsWith(path))) continue;
      const kept = peer.known.find((entry) => isSamePlace(entry, result.case, finding));
      const point = kept?.point ?? pointOf(golden, finding);
      const reason = kept?.reason ?? REASONS[point ?? ""];
      if (point === undefined || reason === undefined) {
        unexplained.push(`${result.case} step ${finding.step} ${finding.path} ${finding.kind}: ${finding.got}`);
        continue;
      }
      listed += 1;
      seenAt(point, reason).push(toPlace(result.case, finding, kept?.varies === true));
    }
  }
  const divergences = [...points.values()].sort((a, b) => a.point.localeCompare(b.point, "en", { numeric: true }));
  return { text: format(peer, divergences), listed, unexplained };
}

function randomAt(id: string, { step, path }: RandomPlace): Place {
  return { case: id, step, reply: 1, path, kind: "order", got: "", varies: true };
}

function isSamePlace(entry: Known, id: string, { step, reply, path, kind }: Finding): boolean {
  const same = entry.case === id && entry.step === step && entry.reply === reply && entry.path === path;
  return same && (entry.varies || entry.kind === kind);
}

function toPlace(id: string, { step, reply, path, kind, got }: Finding, varied: boolean): Place {
  return { case: id, step, reply, path, kind, got, varies: varied || isByChance(kind, got) };
}

/** The order of lists and of maps, and times, are other ones in each run. */
function isByChance(kind: string, got: string): boolean {
  return kind === "order" || /\{[^{}]*: [^{}]*, [^{}]*: /.test(got) || /\b1[0-9]{9}\b/.test(got);
}

function format(peer: Peer, divergences: readonly { point: string; reason: string; seen: Place[] }[]): string {
  const document = new Document({
    version: 1,
    daemon: peer.daemon,
    compare: peer.compare,
    ...(peer.fresh ? { fresh: true } : {}),
    divergences: divergences.map(({ point, reason, seen }) => ({ point, reason, seen: distinct(seen.map(fields)) })),
  });
  const list = document.get("divergences");
  for (const each of list instanceof YAMLSeq ? list.items : []) {
    const seen: unknown = each instanceof YAMLMap ? each.get("seen") : undefined;
    for (const place of seen instanceof YAMLSeq ? seen.items : []) if (place instanceof YAMLMap) place.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function fields({ case: id, step, reply, path, kind, got, varies }: Place): Record<string, unknown> {
  return { case: id, step, ...(reply === 1 ? {} : { reply }), path, kind, ...(varies ? { varies } : { got }) };
}

/** What varies stands once for any number of differences. */
function distinct(places: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const varying = new Set<string>();
  return places.filter((place) => {
    if (place.varies !== true) return true;
    const key = JSON.stringify([place.case, place.step, place.reply, place.path]);
    if (varying.has(key)) return false;
    varying.add(key);
    return true;
  });
}
