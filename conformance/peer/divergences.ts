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
import { COMPARE_LEVELS, type CompareLevel, type Difference } from "../judge/difference.ts";

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
  readonly known: readonly Known[];
};

/** One divergence that is known. */
export type Known = {
  readonly case: string;
  readonly step: number;
  /** From 1, as in Difference. */
  readonly reply: number;
  readonly path: string;
  readonly kind: string;
  /** What the peer answers, in notation; text before a final `...` when the rest varies (paths in a traceback). */
  readonly got: string | undefined;
  /** True for what the peer does by chance, at the path or below it: it may be absent, and `got` is not compared. */
  readonly varies: boolean;
  /** The point of the contract or of the list of differences: K7, D13. */
  readonly point: string;
  readonly reason: string;
  readonly file: string;
  readonly line: number;
};

/** Reads a divergences.yaml. @throws TranscriptError */
export function loadPeer(name: string, file: string): Peer {
  return parsePeer(name, file, readFileSync(file, "utf8"));
}

/** @throws TranscriptError */
export function parsePeer(name: string, file: string, text: string): Peer {
  const root = openYaml(file, text);
  const fields = fieldsOf(root, ["version", "daemon", "compare", "fresh", "divergences"]);
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
    known: listOf(required(root, fields.divergences, "divergences"), "a divergence").flatMap((each) =>
      parsePoint(file, each),
    ),
  };
}

/** One point with its reason, and all the places where it shows. */
function parsePoint(file: string, field: Field): Known[] {
  const fields = fieldsOf(field, ["point", "reason", "seen"]);
  const point = filledText(required(field, fields.point, "point"));
  const reason = filledText(required(field, fields.reason, "reason"));
  return listOf(required(field, fields.seen, "seen"), "a place").map((place) => {
    const {
      case: id,
      step,
      reply,
      path,
      kind,
      got,
      varies,
    } = fieldsOf(place, ["case", "step", "reply", "path", "kind", "got", "varies"]);
    const random = flagOf(varies);
    if (random && got !== undefined) throw complaint(got, "shape", "what varies has no 'got'");
    return {
      case: filledText(required(place, id, "case")),
      step: countOf(required(place, step, "step"), 1),
      reply: reply === undefined ? 1 : countOf(reply, 0),
      path: filledText(required(place, path, "path")),
      kind: filledText(required(place, kind, "kind")),
      got: random ? undefined : textOf(required(place, got, "got")),
      varies: random,
      point,
      reason,
      file,
      line: lineOf(place),
    };
  });
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
  return wanted.endsWith("...") && wanted.length > 3 ? got.startsWith(wanted.slice(0, -3)) : got === wanted;
}

function isBelow(outer: string, inner: string): boolean {
  if (outer === "result") return inner === outer || /^[.[]/.test(inner);
  return inner.startsWith(outer) && /^([.[]|$)/.test(inner.slice(outer.length));
}
