// Writes an expect file: its entries as YAML, an exact one a line.

import { reasonOf } from "../protocol/protocol.ts";
import { yaml } from "../yaml.ts";
import type { Difference } from "./difference.ts";
import type { ExpectFile } from "./expect-file.ts";
import { type Cause, type Known, withoutTimes } from "./known.ts";

/** Where a divergence shows. */
export type Place = Pick<Known, "case" | "step" | "reply" | "path" | "kind" | "varies"> & { readonly got: string };

/** One cause with its places, or a short entry. A reason that points.yaml has is left out. */
export type Entry = {
  readonly point?: string;
  readonly clause?: string;
  readonly reason?: string;
  readonly cases?: string;
  readonly method?: string;
  readonly says?: string | undefined;
  readonly seen?: readonly Place[];
};

export type Content = {
  /** The peer's, whose reasons points.yaml has; absent for anybody else's file, which has its own. */
  readonly name?: string;
} & Pick<ExpectFile, "daemon" | "compare" | "fresh" | "clearBreaks" | "cutsTracebacks" | "lists"> & {
    readonly divergences: readonly Entry[];
    readonly flaky: readonly Entry[];
  };

export function formatExpectFile({
  name,
  daemon,
  compare,
  fresh,
  clearBreaks,
  cutsTracebacks,
  lists,
  divergences,
  flaky,
}: Content): string {
  const { Document, YAMLMap, YAMLSeq } = yaml();
  const document = new Document({
    version: 1,
    daemon,
    compare,
    ...(fresh ? { fresh: true } : {}),
    ...(clearBreaks ? { clear: "breaks" } : {}),
    ...(cutsTracebacks ? { tracebacks: "cut" } : {}),
    ...(lists === undefined ? {} : { lists: causeOf(lists, name) }),
    divergences: divergences.map(toYaml),
    ...(flaky.length === 0 ? {} : { flaky: flaky.map(toYaml) }),
  });
  for (const name of ["divergences", "flaky"]) {
    const list = document.get(name);
    for (const each of list instanceof YAMLSeq ? list.items : []) {
      const seen: unknown = each instanceof YAMLMap ? each.get("seen") : undefined;
      for (const place of seen instanceof YAMLSeq ? seen.items : []) if (place instanceof YAMLMap) place.flow = true;
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function causeOf({ point, reason }: Cause, name: string | undefined): Cause | Pick<Cause, "point"> {
  const isKnown = name !== undefined && reasonOf(point, name) === reason;
  return isKnown ? { point } : { point, reason };
}

/** The place of a difference that was found. */
export function placeIn(id: string, { step, reply, path, kind, got }: Difference, varies: boolean): Place {
  return { case: id, step, reply, path, kind, got: withoutTimes(got), varies };
}

/** Whether a difference of the same case is the one that an entry lists, whatever came this time. */
export function isSamePlace(entry: Known, { step, reply, path, kind }: Difference): boolean {
  const same = entry.step === step && entry.reply === reply && entry.path === path;
  return same && (entry.varies || entry.kind === kind);
}

function toYaml({ seen, ...entry }: Entry): Record<string, unknown> {
  return seen === undefined ? entry : { ...entry, seen: joined(seen).map(fields) };
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
