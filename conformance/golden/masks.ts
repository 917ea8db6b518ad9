// Parses the masks and bindings of a golden and checks them against the recorded bytes. A mask that matches nothing or
// does not allow the recorded value, and a name that is used before it is bound, are errors.
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
import { type Golden, GoldenError } from "./format.ts";
import type { Mask } from "./mask.ts";
import type { Binding } from "./script.ts";

/** The masks of a step, one list for each reply. @throws GoldenError */
export function parseMasks(field: Field | undefined, replies: readonly Uint8Array[]): Mask[][] {
  const lists: Mask[][] = replies.map(() => []);
  for (const each of field === undefined ? [] : listOf(field, "a mask")) {
    const fields = fieldsOf(each, ["reply", "at", "is", "since", "within", "name", "like", "of"]);
    const index = fields.reply === undefined ? 0 : countOf(fields.reply, 1) - 1;
    const at = filledText(required(each, fields.at, "at"));
    const reply = replies[index];
    const covered = reply === undefined ? undefined : findItem(reply, at);
    if (covered === undefined) throw complaint(each, "mask", `a mask at ${at} matches nothing in the recorded reply`);
    const mask: Mask = { at, line: lineOf(each), ...parseKind(each, fields) };
    checkCovered(each, mask, covered);
    const taken = lists[index]?.find((other) => within(other.at, at) || within(at, other.at));
    if (taken !== undefined) throw complaint(each, "mask", `a mask at ${at} overlaps the one at ${taken.at}`);
    lists[index]?.push(mask);
  }
  return lists;
}

/** The bindings of a step, each in one of its request frames. @throws GoldenError */
export function parseBindings(field: Field | undefined, sends: readonly Uint8Array[], step: Field): Binding[] {
  if (field === undefined) return [];
  const [frame, ...more] = sends;
  if (frame === undefined || more.length > 0)
    throw complaint(step, "shape", "bindings need a step that sends one frame");
  return listOf(field, "a binding").map((each) => {
    const { at, name } = fieldsOf(each, ["at", "name"]);
    const path = filledText(required(each, at, "at"));
    if (findItem(frame, path) === undefined)
      throw complaint(each, "mask", `a binding at ${path} matches nothing in the request`);
    return { at: path, name: filledText(required(each, name, "name")), line: lineOf(each) };
  });
}

/** Checks that names are bound once, and before they are used. @throws GoldenError code name */
export function checkNames(golden: Golden): void {
  const bound = new Set<string>();
  const use = (name: string, line: number) => {
    if (!bound.has(name))
      throw new GoldenError("name", golden.file, line, `the name ${name} is used before it is bound`);
  };
  for (const step of golden.steps) {
    if (step.kind === "wait") continue;
    for (const binding of step.bindings) use(binding.name, binding.line);
    for (const mask of step.replies.flatMap((reply) => reply.masks)) {
      checkSince(golden, step.number, mask);
      if (mask.is === "name") use(mask.name, mask.line);
      if (mask.is !== "new-name") continue;
      if (bound.has(mask.name)) {
        throw new GoldenError("name", golden.file, mask.line, `the name ${mask.name} is bound twice`);
      }
      bound.add(mask.name);
    }
  }
}

/** @throws GoldenError when the step named by `since` is not an earlier exchange */
function checkSince(golden: Golden, number: number, mask: Mask): void {
  if (mask.is !== "time" && mask.is !== "age") return;
  const { since } = mask;
  if (since === undefined || (since <= number && golden.steps[since - 1]?.kind === "exchange")) return;
  const what = `step ${since} is no exchange before this one, so that it set no time here`;
  throw new GoldenError("mask", golden.file, mask.line, what);
}

type MaskFields = Partial<Record<"reply" | "at" | "is" | "since" | "within" | "name" | "like" | "of", Field>>;
type MaskKind = Mask extends infer Each ? (Each extends Mask ? Omit<Each, "at" | "line"> : never) : never;

function parseKind(mask: Field, fields: MaskFields): MaskKind {
  const is = textOf(required(mask, fields.is, "is"));
  const time = /^now([+-]\d+(?:\.\d+)?)?$/.exec(is);
  if (time !== null) {
    allow(mask, fields, ["since", "within"]);
    const within = fields.within === undefined ? 0 : numberOf(fields.within);
    if (within < 0) throw complaint(mask, "mask", "within must not be negative");
    const since = fields.since === undefined ? {} : { since: countOf(fields.since, 1) };
    return { is: "time", offset: Number(time[1] ?? 0), ...since, within };
  }
  switch (is) {
    case "age":
      allow(mask, fields, ["since"]);
      return { is: "age", since: countOf(required(mask, fields.since, "since"), 1) };
    case "new name":
      allow(mask, fields, ["name", "like"]);
      return { is: "new-name", name: nameOf(mask, fields.name), like: patternOf(mask, fields.like) };
    case "name":
      allow(mask, fields, ["name"]);
      return { is: "name", name: nameOf(mask, fields.name) };
    case "one of":
      allow(mask, fields, ["of"]);
      return { is: "one-of", of: listOf(required(mask, fields.of, "of"), "of").map(textOf) };
    default:
      throw complaint(fields.is ?? mask, "mask", `'${is}' is no mask: now+SECONDS, age, new name, name, one of`);
  }
}

const nameOf = (mask: Field, field: Field | undefined) => filledText(required(mask, field, "name"));

function patternOf(mask: Field, field: Field | undefined): string {
  const pattern = filledText(required(mask, field, "like"));
  try {
    new RegExp(pattern);
  } catch (cause) {
    throw complaint(field ?? mask, "mask", `like is no regular expression: ${String(cause)}`);
  }
  return pattern;
}

function allow(mask: Field, fields: MaskFields, names: readonly (keyof MaskFields)[]): void {
  const extra = Object.keys(fields).find((name) => !["reply", "at", "is", ...names].includes(name));
  if (extra !== undefined) throw complaint(mask, "mask", `a mask of this kind has no '${extra}'`);
}

function checkCovered(field: Field, mask: Mask, { item, inner }: Found): void {
  switch (mask.is) {
    case "time":
      if (item.kind !== "int" && item.kind !== "float") throw complaint(field, "mask", "a time must cover a number");
      return;
    case "age":
      if (item.kind !== "int") throw complaint(field, "mask", "an age must cover a whole number");
      return;
    case "new-name":
      if (item.kind !== "bytes" && item.kind !== "text") throw complaint(field, "mask", "a name must cover a string");
      if (!matchesWhole(mask.like, item.value)) throw complaint(field, "mask", "like does not match the recorded name");
      return;
    case "name":
      return;
    case "one-of":
      if (mask.of.length < 2) throw complaint(field, "mask", "one of needs at least two values");
      if (!mask.of.includes(notate(item, inner))) throw complaint(field, "mask", "of lacks the recorded value");
      return;
    default:
      mask satisfies never;
  }
}

/** Whether a name matches the regular expression of a `new name` mask completely. */
export function matchesWhole(like: string, name: Uint8Array): boolean {
  return new RegExp(`^(?:${like})$`).test(Buffer.from(name).toString("latin1"));
}

/** Whether `inner` is `outer` or below it. */
function within(outer: string, inner: string): boolean {
  const [root, place] = [outer, inner].map((path) => (path === "result" ? "" : path));
  if (root === undefined || place === undefined || !place.startsWith(root)) return false;
  return place.length === root.length || /[.[]/.test(place[root.length] ?? "");
}
