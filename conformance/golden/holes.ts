// The holes and fills of a golden as they are written, checked against the recorded bytes: a hole that matches nothing,
// that does not fit what it covers, or a name used before it was bound makes the file useless.
import { type Found, findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import {
  complaint,
  countOf,
  type Field,
  fieldsOf,
  filledText,
  lineOf,
  listOf,
  numberOf,
  required,
  textOf,
} from "./fields.ts";
import { type Fill, type Golden, type Hole, TranscriptError } from "./format.ts";

/** The holes of a step, one list a reply. @throws TranscriptError */
export function parseHoles(field: Field | undefined, replies: readonly Uint8Array[]): Hole[][] {
  const lists: Hole[][] = replies.map(() => []);
  for (const each of field === undefined ? [] : listOf(field, "a hole")) {
    const fields = fieldsOf(each, ["reply", "at", "is", "since", "within", "name", "like", "of"]);
    const index = fields.reply === undefined ? 0 : countOf(fields.reply, 1) - 1;
    const at = filledText(required(each, fields.at, "at"));
    const reply = replies[index];
    const covered = reply === undefined ? undefined : findItem(reply, at);
    if (covered === undefined) throw complaint(each, "hole", `a hole at ${at} matches nothing in the recorded reply`);
    const hole: Hole = { at, line: lineOf(each), ...parseKind(each, fields) };
    checkCovered(each, hole, covered);
    const taken = lists[index]?.find((other) => within(other.at, at) || within(at, other.at));
    if (taken !== undefined) throw complaint(each, "hole", `a hole at ${at} overlaps the one at ${taken.at}`);
    lists[index]?.push(hole);
  }
  return lists;
}

/** The fills of a step, each in one of its request frames. @throws TranscriptError */
export function parseFills(field: Field | undefined, sends: readonly Uint8Array[], step: Field): Fill[] {
  if (field === undefined) return [];
  const [frame, ...more] = sends;
  if (frame === undefined || more.length > 0) throw complaint(step, "shape", "fills need a step that sends one frame");
  return listOf(field, "a fill").map((each) => {
    const { at, name } = fieldsOf(each, ["at", "name"]);
    const path = filledText(required(each, at, "at"));
    if (findItem(frame, path) === undefined)
      throw complaint(each, "hole", `a fill at ${path} matches nothing in the request`);
    return { at: path, name: filledText(required(each, name, "name")), line: lineOf(each) };
  });
}

/** Names are bound once, before they are used. @throws TranscriptError code name */
export function checkNames(golden: Golden): void {
  const bound = new Set<string>();
  const use = (name: string, line: number) => {
    if (!bound.has(name))
      throw new TranscriptError("name", golden.file, line, `the name ${name} is used before it is bound`);
  };
  for (const step of golden.steps) {
    if (step.kind === "wait") continue;
    for (const fill of step.fills) use(fill.name, fill.line);
    for (const hole of step.replies.flatMap((reply) => reply.holes)) {
      checkSince(golden, step.number, hole);
      if (hole.is === "name") use(hole.name, hole.line);
      if (hole.is !== "new-name") continue;
      if (bound.has(hole.name)) {
        throw new TranscriptError("name", golden.file, hole.line, `the name ${hole.name} is bound twice`);
      }
      bound.add(hole.name);
    }
  }
}

/** @throws TranscriptError when the exchange that is said to have set a time is none, or comes later */
function checkSince(golden: Golden, number: number, hole: Hole): void {
  if (hole.is !== "time" && hole.is !== "age") return;
  const { since } = hole;
  if (since === undefined || (since <= number && golden.steps[since - 1]?.kind === "exchange")) return;
  const what = `step ${since} is no exchange before this one, so that it set no time here`;
  throw new TranscriptError("hole", golden.file, hole.line, what);
}

type HoleFields = Partial<Record<"reply" | "at" | "is" | "since" | "within" | "name" | "like" | "of", Field>>;
type HoleKind = Hole extends infer Each ? (Each extends Hole ? Omit<Each, "at" | "line"> : never) : never;

function parseKind(hole: Field, fields: HoleFields): HoleKind {
  const is = textOf(required(hole, fields.is, "is"));
  const time = /^now([+-]\d+(?:\.\d+)?)?$/.exec(is);
  if (time !== null) {
    allow(hole, fields, ["since", "within"]);
    const within = fields.within === undefined ? 0 : numberOf(fields.within);
    if (within < 0) throw complaint(hole, "hole", "within must not be negative");
    const since = fields.since === undefined ? {} : { since: countOf(fields.since, 1) };
    return { is: "time", offset: Number(time[1] ?? 0), ...since, within };
  }
  switch (is) {
    case "age":
      allow(hole, fields, ["since"]);
      return { is: "age", since: countOf(required(hole, fields.since, "since"), 1) };
    case "new name":
      allow(hole, fields, ["name", "like"]);
      return { is: "new-name", name: nameOf(hole, fields.name), like: patternOf(hole, fields.like) };
    case "name":
      allow(hole, fields, ["name"]);
      return { is: "name", name: nameOf(hole, fields.name) };
    case "one of":
      allow(hole, fields, ["of"]);
      return { is: "one-of", of: listOf(required(hole, fields.of, "of"), "of").map(textOf) };
    default:
      throw complaint(fields.is ?? hole, "hole", `'${is}' is no hole: now+SECONDS, age, new name, name, one of`);
  }
}

const nameOf = (hole: Field, field: Field | undefined) => filledText(required(hole, field, "name"));

function patternOf(hole: Field, field: Field | undefined): string {
  const pattern = filledText(required(hole, field, "like"));
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw complaint(field ?? hole, "hole", `like is no regular expression: ${String(cause)}`);
  }
  return pattern;
}

function allow(hole: Field, fields: HoleFields, names: readonly (keyof HoleFields)[]): void {
  const extra = Object.keys(fields).find((name) => !["reply", "at", "is", ...names].includes(name));
  if (extra !== undefined) throw complaint(hole, "hole", `a hole of this kind has no '${extra}'`);
}

function checkCovered(field: Field, hole: Hole, { item, inner }: Found): void {
  switch (hole.is) {
    case "time":
      if (item.kind !== "int" && item.kind !== "float") throw complaint(field, "hole", "a time must cover a number");
      return;
    case "age":
      if (item.kind !== "int") throw complaint(field, "hole", "an age must cover a whole number");
      return;
    case "new-name":
      if (item.kind !== "bytes" && item.kind !== "text") throw complaint(field, "hole", "a name must cover a string");
      if (!matchesWhole(hole.like, item.value)) throw complaint(field, "hole", "like does not match the recorded name");
      return;
    case "name":
      return;
    case "one-of":
      if (hole.of.length < 2) throw complaint(field, "hole", "one of needs at least two values");
      if (!hole.of.includes(notate(item, inner))) throw complaint(field, "hole", "of lacks the recorded value");
      return;
    default:
      hole satisfies never;
  }
}

/** Whether the whole of a name is what a `new name` hole allows. */
export function matchesWhole(like: string, name: Uint8Array): boolean {
  return new RegExp(`^(?:${like})$`).test(Buffer.from(name).toString("latin1"));
}

/** Whether `inner` is `outer` or below it. */
function within(outer: string, inner: string): boolean {
  const [root, place] = [outer, inner].map((path) => (path === "result" ? "" : path));
  if (root === undefined || place === undefined || !place.startsWith(root)) return false;
  return place.length === root.length || /[.[]/.test(place[root.length] ?? "");
}
