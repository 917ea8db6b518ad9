// Parses an expect file: the YAML list of known divergences of one daemon. The lists of the real daemons
// (conformance/peers/*/divergences.yaml) have this format, and so have the files that users keep for their own daemons.
// This module validates the content; known.ts matches its entries to the differences of a case.

import { UsageError } from "../command.ts";
import { counted } from "../counted.ts";
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
import { METHOD_NAMES } from "../protocol/methods.ts";
import { reasonOf } from "../protocol/protocol.ts";
import { readGiven } from "../read-given.ts";
import { COMPARE_LEVELS, type CompareLevel } from "./difference.ts";
import type { Cause, Known, Short } from "./known.ts";
import type { MissingMethod } from "./missing-method.ts";

export type ExpectFile = {
  /** The peer's name; for a user's file, its path. */
  readonly name: string;
  readonly file: string;
  /** Name and version of the daemon, for people. */
  readonly daemon: string;
  /** The comparison level of the run that the list was written from; a run at another level finds other differences. */
  readonly compare: CompareLevel;
  /** Whether the daemon must be restarted for each case, because clear() does not reset it. */
  readonly fresh: boolean;
  /** Whether clear() leaves the daemon unusable, so that a daemon in use must not be verified. */
  readonly clearBreaks: boolean;
  /** Whether tracebacks are removed from its replies before comparison, see peers/tracebacks.ts. */
  readonly cutsTracebacks: boolean;
  /** If set, listings in its replies are sorted before comparison, for this reason, see peers/listed-order.ts. */
  readonly lists: Cause | undefined;
  /** Entries that each match one difference at one exact place. */
  readonly known: readonly Known[];
  /** Entries that match all differences of a set of cases, selected by clause, point, case ids or missing method. */
  readonly shorts: readonly Short[];
  /** The lines of entries whose reason is empty. */
  readonly lacking: readonly number[];
};

/**
 * @throws GoldenError if the content is invalid; UsageError if entries have no reason; the system's error if the file
 * cannot be read
 */
export function loadExpectFile(name: string, file: string): ExpectFile {
  const loaded = loadUnfinished(name, file);
  const { lacking } = loaded;
  if (lacking.length === 0) return loaded;
  const count = counted(lacking.length, "entry has", "entries have");
  const how = `write them, or run again with --write-expect ${file} --reason TEXT`;
  throw new UsageError(`${file}:${lacking[0]}: ${count} no reason: ${how}`);
}

/** Like loadExpectFile(), but entries may have empty reasons, which are to be filled in. */
export function loadUnfinished(name: string, file: string): ExpectFile {
  return parseExpectFile(name, file, readGiven(file).toString());
}

const FIELDS = [
  "version",
  "daemon",
  "compare",
  "fresh",
  "clear",
  "tracebacks",
  "lists",
  "divergences",
  "flaky",
] as const;

/**
 * @param name of the peer, to look up the reasons that points.yaml gives for it
 * @param file path, for error messages
 * @throws GoldenError with the file and line if the content is invalid
 */
export function parseExpectFile(name: string, file: string, text: string): ExpectFile {
  const root = openYaml(file, text);
  const fields = fieldsOf(root, FIELDS);
  const version = textOf(required(root, fields.version, "version"));
  if (version !== "1") throw complaint(fields.version ?? root, "version", `version ${version} is not 1`);
  const level = textOf(required(root, fields.compare, "compare"));
  const compare = COMPARE_LEVELS.find((each) => each === level);
  if (compare === undefined) {
    throw complaint(fields.compare ?? root, "shape", `compare must be one of ${COMPARE_LEVELS.join(", ")}`);
  }
  const divergences = listOf(required(root, fields.divergences, "divergences"), "a divergence");
  const flaky = fields.flaky === undefined ? [] : listOf(fields.flaky, "a flaky entry");
  const read = (isFlaky: boolean) => (each: Field) => ({
    ...parseEntry(name, file, each, isFlaky),
    line: lineOf(each),
  });
  const entries = [...divergences.map(read(false)), ...flaky.map(read(true))];
  const lacksReason = ({ known, short }: (typeof entries)[number]) =>
    [...known, ...short].some(({ reason }) => reason === "");
  return {
    name,
    file,
    daemon: filledText(required(root, fields.daemon, "daemon")),
    compare,
    fresh: flagOf(fields.fresh),
    clearBreaks: isWord(fields.clear, "breaks"),
    cutsTracebacks: isWord(fields.tracebacks, "cut"),
    lists: fields.lists === undefined ? undefined : causeIn(name, fields.lists, causeFields(fields.lists)),
    known: entries.flatMap(({ known }) => known),
    shorts: entries.flatMap(({ short }) => short),
    lacking: entries.filter(lacksReason).map(({ line }) => line),
  };
}

/** Reads a field that is absent or has one permitted value: `tracebacks: cut`, `clear: breaks`. */
function isWord(field: Field | undefined, word: string): boolean {
  if (field === undefined) return false;
  if (textOf(field) !== word) throw complaint(field, "shape", `${field.name} is either ${word} or left out`);
  return true;
}

const CAUSE = ["point", "clause", "reason"] as const;
type CauseFields = { readonly [Name in (typeof CAUSE)[number]]?: Field };

const causeFields = (field: Field): CauseFields => fieldsOf(field, CAUSE);

/** One list entry: with `seen`, exact places of one cause; without, all differences of some cases or of a missing method. */
function parseEntry(name: string, file: string, field: Field, flaky: boolean): { known: Known[]; short: Short[] } {
  const fields = fieldsOf(field, [...CAUSE, "cases", "method", "says", "seen"]);
  const cause = causeIn(name, field, fields);
  if (fields.seen === undefined) {
    const missing = missingIn(fields);
    if (cause.point === "" && fields.cases === undefined && missing === undefined) {
      throw complaint(
        field,
        "shape",
        `${field.name} needs a clause, a point, 'cases', 'method' or 'seen': where it shows`,
      );
    }
    const cases = fields.cases === undefined ? undefined : filledText(fields.cases);
    return { known: [], short: [{ ...cause, cases, missing, flaky, file, line: lineOf(field) }] };
  }
  for (const name of ["cases", "method", "says"] as const) {
    const other = fields[name];
    if (other !== undefined) throw complaint(other, "shape", `${field.name} has either '${name}' or 'seen'`);
  }
  const places = listOf(fields.seen, "a place").flatMap((place) =>
    parsePlace(place).map((known) => ({ ...known, ...cause, flaky, file, line: lineOf(place) })),
  );
  return { known: places, short: [] };
}

/** `method: count_work_units`, optionally with `says`: text in the error reply to each call of that method. */
function missingIn({ method, says }: { method?: Field; says?: Field }): MissingMethod | undefined {
  if (method === undefined) {
    if (says !== undefined) throw complaint(says, "shape", "'says' goes with 'method': what each of its calls is told");
    return undefined;
  }
  const name = filledText(method);
  if (!METHOD_NAMES.some((each) => each === name)) {
    throw complaint(method, "shape", `${name} is no method of the protocol: ${METHOD_NAMES.join(", ")}`);
  }
  return { method: name, says: says === undefined ? undefined : filledText(says) };
}

/** The reason of an entry: its own `reason`, or the one that points.yaml gives for this peer; one of them is required. */
function causeIn(name: string, parent: Field, { point, clause, reason }: CauseFields): Cause {
  if (point !== undefined && clause !== undefined) {
    throw complaint(clause, "shape", `${parent.name} has either 'point' or 'clause'`);
  }
  const about = point ?? clause;
  const id = about === undefined ? "" : filledText(about);
  if (reason !== undefined) return { point: id, reason: textOf(reason).trim() === "" ? "" : filledText(reason) };
  const known = reasonOf(id, name);
  if (known === undefined) throw complaint(about ?? parent, "shape", `${id || parent.name} lacks its reason`);
  return { point: id, reason: known };
}

type Place = Omit<Known, "point" | "reason" | "file" | "line" | "flaky">;

/** One place in a reply. `replies: [1, 2000]` stands for the same place in each reply of that range, inclusive. */
function parsePlace(place: Field): Place[] {
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
