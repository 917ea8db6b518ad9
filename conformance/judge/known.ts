// The known divergences of a real daemon (a peer): what conformance/peers/<name>/divergences.yaml says, and what of it was
// seen. Every entry is exact; one that no longer shows, and a difference that no entry foresaw, both fail.
import { readFileSync } from "node:fs";
import {
  complaint,
  countOf,
  type Field,
  fieldsOf,
  filledText,
  flagOf,
  lineOf,
  listOf,
  openYaml,
  required,
  textOf,
} from "../golden/fields.ts";
import { reasonOf } from "../protocol/protocol.ts";
import { COMPARE_LEVELS, type CompareLevel, type Difference } from "./difference.ts";

export type Peer = {
  /** The folder's name. */
  readonly name: string;
  /** Its divergences.yaml. */
  readonly file: string;
  /** Which daemon, with its version. */
  readonly daemon: string;
  /** The level its divergences were listed at; another one finds others. */
  readonly compare: CompareLevel;
  /** Whether it must be started anew for each case, because it cannot be cleared. */
  readonly fresh: boolean;
  /** Whether its replies are compared without the tracebacks in them, see tracebacks.ts. */
  readonly cutsTracebacks: boolean;
  /** Why its lists are compared in the order of their keys, whatever order they come in, see listed-order.ts. */
  readonly lists: Cause | undefined;
  readonly known: readonly Known[];
};

/** A point, K7 or D13, and why the peer differs there. */
type Cause = { readonly point: string; readonly reason: string };

/** One divergence that is known. */
export type Known = Cause & {
  readonly case: string;
  readonly step: number;
  /** From 1, as in Difference. */
  readonly reply: number;
  readonly path: string;
  readonly kind: string;
  /**
   * What the peer answers, in notation; `<time>` stands for a time, which is another one in each run, and a final `...` for
   * whatever follows.
   */
  readonly got: string | undefined;
  /** True for what the peer does by chance, at the path or below it: it may be absent, and `got` is not compared. */
  readonly varies: boolean;
  readonly file: string;
  readonly line: number;
};

/** Reads a divergences.yaml. @throws GoldenError */
export function loadPeer(name: string, file: string): Peer {
  return parsePeer(name, file, readFileSync(file, "utf8"));
}

/** @throws GoldenError */
export function parsePeer(name: string, file: string, text: string): Peer {
  const root = openYaml(file, text);
  const fields = fieldsOf(root, ["version", "daemon", "compare", "fresh", "tracebacks", "lists", "divergences"]);
  const version = textOf(required(root, fields.version, "version"));
  if (version !== "1") throw complaint(fields.version ?? root, "version", `version ${version} is not 1`);
  const level = textOf(required(root, fields.compare, "compare"));
  const compare = COMPARE_LEVELS.find((each) => each === level);
  if (compare === undefined) {
    throw complaint(fields.compare ?? root, "shape", `compare must be one of ${COMPARE_LEVELS.join(", ")}`);
  }
  return {
    name,
    file,
    daemon: filledText(required(root, fields.daemon, "daemon")),
    compare,
    fresh: flagOf(fields.fresh),
    cutsTracebacks: isCut(fields.tracebacks),
    lists: fields.lists === undefined ? undefined : parseCause(name, fields.lists, fieldsOf(fields.lists, ["point"])),
    known: listOf(required(root, fields.divergences, "divergences"), "a divergence").flatMap((each) =>
      parsePoint(name, file, each),
    ),
  };
}

/** `tracebacks: cut` or nothing. */
function isCut(field: Field | undefined): boolean {
  if (field === undefined) return false;
  if (textOf(field) !== "cut") throw complaint(field, "shape", "tracebacks is either cut or left out");
  return true;
}

/** One point, and all the places where it shows. */
function parsePoint(peer: string, file: string, field: Field): Known[] {
  const fields = fieldsOf(field, ["point", "seen"]);
  const cause = parseCause(peer, field, fields);
  return listOf(required(field, fields.seen, "seen"), "a place").flatMap((place) =>
    parsePlace(place).map((known) => ({ ...known, ...cause, file, line: lineOf(place) })),
  );
}

/** The reason stands with the point. */
function parseCause(peer: string, field: Field, fields: { point?: Field }): Cause {
  const point = filledText(required(field, fields.point, "point"));
  const reason = reasonOf(point, peer);
  if (reason === undefined) {
    throw complaint(fields.point ?? field, "shape", `points.yaml has no point ${point} with a reason for ${peer}`);
  }
  return { point, reason };
}

/** One place, or the same one in several replies of a step: `replies: [1, 2000]`, the first and the last of them. */
function parsePlace(place: Field): Omit<Known, "point" | "reason" | "file" | "line">[] {
  const { got, ...fields } = fieldsOf(place, ["case", "step", "reply", "replies", "path", "kind", "got", "varies"]);
  const varies = flagOf(fields.varies);
  if (varies && got !== undefined) throw complaint(got, "shape", "what varies has no 'got'");
  const known = {
    case: filledText(required(place, fields.case, "case")),
    step: countOf(required(place, fields.step, "step"), 1),
    path: filledText(required(place, fields.path, "path")),
    kind: filledText(required(place, fields.kind, "kind")),
    got: varies ? undefined : textOf(required(place, got, "got")),
    varies,
  };
  return repliesOf(place, fields).map((reply) => ({ ...known, reply }));
}

function repliesOf(place: Field, { reply, replies }: { reply?: Field; replies?: Field }): number[] {
  if (replies === undefined) return [reply === undefined ? 1 : countOf(reply, 0)];
  if (reply !== undefined) throw complaint(reply, "shape", `${place.name} has either 'reply' or 'replies'`);
  const [first, last, ...more] = listOf(replies, "a reply").map((each) => countOf(each, 1));
  if (first === undefined || last === undefined || more.length > 0 || last <= first) {
    throw complaint(replies, "shape", "replies must be two numbers, the first reply and the last");
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** What of a case's differences was foreseen, and which entries of the case did not show. */
export type Sorted = {
  readonly unexpected: readonly Difference[];
  readonly expected: number;
  readonly stale: readonly Known[];
};

/** Sets the known differences of one case apart. Each entry stands for one difference; one that varies for any number. */
export function sortDifferences(differences: readonly Difference[], known: readonly Known[]): Sorted {
  const left = new Set(known);
  const unexpected = differences.filter((difference) => {
    const entry = [...left].find((each) => matches(each, difference));
    if (entry === undefined) return true;
    if (!entry.varies) left.delete(entry);
    return false;
  });
  return {
    unexpected,
    expected: differences.length - unexpected.length,
    stale: [...left].filter((entry) => !entry.varies),
  };
}

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
