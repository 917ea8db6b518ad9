// An expect file: what is known to differ in one daemon. The lists of the real daemons (conformance/peers/*/divergences.yaml)
// are such files, and so is what somebody keeps for a daemon of their own. What it says is checked here; what of it shows in a
// case is known.ts's business.
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
  /** The peer's name, or the file. */
  readonly name: string;
  readonly file: string;
  /** Which daemon, with its version. */
  readonly daemon: string;
  /** The level its divergences were listed at; another one finds others. */
  readonly compare: CompareLevel;
  /** Whether it must be started anew for each case, because it cannot be cleared. */
  readonly fresh: boolean;
  /** Whether clear() breaks it for good: one that somebody uses must not be verified. */
  readonly clearBreaks: boolean;
  /** Whether its replies are compared without the tracebacks in them, see peers/tracebacks.ts. */
  readonly cutsTracebacks: boolean;
  /** Why its lists are compared in the order of their keys, whatever order they come in, see peers/listed-order.ts. */
  readonly lists: Cause | undefined;
  /** Exact entries, one for each difference. */
  readonly known: readonly Known[];
  /** Entries for all differences of the cases of a clause, of a point, or of some ids. */
  readonly shorts: readonly Short[];
};

/** @throws GoldenError for a file that cannot be used; the system's error for one that cannot be read */
export function loadExpectFile(name: string, file: string): ExpectFile {
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

/** @throws GoldenError */
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
  const entries = [
    ...divergences.map((each) => parseEntry(name, file, each, false)),
    ...flaky.map((each) => parseEntry(name, file, each, true)),
  ];
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
  };
}

/** `tracebacks: cut` or nothing, `clear: breaks` or nothing. */
function isWord(field: Field | undefined, word: string): boolean {
  if (field === undefined) return false;
  if (textOf(field) !== word) throw complaint(field, "shape", `${field.name} is either ${word} or left out`);
  return true;
}

const CAUSE = ["point", "clause", "reason"] as const;
type CauseFields = { readonly [Name in (typeof CAUSE)[number]]?: Field };

const causeFields = (field: Field): CauseFields => fieldsOf(field, CAUSE);

/** One cause, with all the places where it shows, or for all differences of some cases, or for a method that is missing. */
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

/** `method: count_work_units`, and maybe what the error reply to each of its calls says. */
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

/** Who lists a divergence says why; for a known daemon points.yaml does. */
function causeIn(name: string, parent: Field, { point, clause, reason }: CauseFields): Cause {
  if (point !== undefined && clause !== undefined) {
    throw complaint(clause, "shape", `${parent.name} has either 'point' or 'clause'`);
  }
  const about = point ?? clause;
  const id = about === undefined ? "" : filledText(about);
  if (reason !== undefined) return { point: id, reason: filledText(reason) };
  const known = reasonOf(id, name);
  if (known === undefined) throw complaint(about ?? parent, "shape", `${id || parent.name} lacks its reason`);
  return { point: id, reason: known };
}

type Place = Omit<Known, "point" | "reason" | "file" | "line" | "flaky">;

/** One place, or the same one in several replies of a step: `replies: [1, 2000]`, the first and the last of them. */
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
