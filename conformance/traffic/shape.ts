// The form of a call: its method, the options given, and the types of its parameters, without their values.
import { openFrame, tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { elementsOf, fieldOf, isNull, stringOf } from "../cbor/reading.ts";
import { callIn } from "../protocol/call.ts";
import { METHODS, type Method } from "../protocol/methods.ts";

/** For example `get_work(bytes, {lease_time, max_jobs})`; `a batch` or `no call` for a frame that is not one call. */
export function shapeOf(send: Uint8Array): string {
  const call = callIn(send);
  if (call === undefined) return openFrame(send).message?.kind === "array" ? "a batch" : "no call";
  const method = methodOf(call.method);
  const shapes = call.params.map((param, i) => {
    const options = method?.options !== undefined && i === call.params.length - 1;
    return options ? keysOf(param) : kindOf(param);
  });
  return `${call.method}(${shapes.join(", ")})`;
}

function methodOf(name: string): Method | undefined {
  const methods: Readonly<Record<string, Method>> = METHODS;
  return Object.hasOwn(METHODS, name) ? methods[name] : undefined;
}

/** The keys of an options map, sorted, with `: null` after a key whose value is null. */
function keysOf(options: Item): string {
  if (options.kind !== "map") return kindOf(options);
  const keys = options.entries.map(({ key, value }) => `${stringOf(key) ?? "?"}${isNull(value) ? ": null" : ""}`);
  return `{${keys.sort().join(", ")}}`;
}

/** The kind of an item: a list by the set of its elements' kinds, a tuple by its length. */
function kindOf(item: Item): string {
  if (isNull(item)) return "null";
  if (item.kind === "tag" && item.tag === 128n)
    return `tuple of ${elementsOf(item).length}${isOdd(item) ? " with tags" : ""}`;
  if (item.kind === "tag") return `tag ${item.tag}`;
  if (item.kind === "array") {
    const kinds = [...new Set(item.items.map((each) => kindOf(each)))].sort();
    return `[${kinds.join(" | ")}]`;
  }
  if (item.kind === "map" && isOdd(item)) return "map with tags";
  const empty = (item.kind === "bytes" || item.kind === "text") && item.value.length === 0;
  return empty ? `empty ${item.kind}` : item.kind;
}

/** Whether it contains a tag other than a tuple's (128) or a UUID's (37); daemons differ in how they treat such tags. */
function isOdd(item: Item): boolean {
  const left = [item];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next.kind === "tag" && next.tag !== 128n && next.tag !== 37n) return true;
    if (next.kind === "tag") left.push(next.content);
    else if (next.kind === "array") left.push(...next.items);
    else if (next.kind === "map") left.push(...next.entries.map(({ value }) => value));
  }
  return false;
}

/** The shape of a reply: the kinds in its result, empty lists and maps distinguished; or `error`, `closed`, `no result`. */
export function replyShapeOf(reply: Uint8Array | undefined): string {
  if (reply === undefined) return "closed";
  const message = tryOpenFrame(reply)?.message;
  const result = fieldOf(message, "result");
  if (result !== undefined) return resultShape(result, 0);
  return fieldOf(message, "error") === undefined ? "no result" : "error";
}

/** Nesting depth below which a result contains only clients' data, which is not part of its shape. */
const DEPTH = 3;

function resultShape(item: Item, depth: number): string {
  const inner = (each: Item) => resultShape(each, depth + 1);
  switch (item.kind) {
    case "simple":
      return { 20: "false", 21: "true", 22: "null" }[item.value] ?? "simple";
    case "tag":
      return item.tag === 128n ? `tuple ${inner(item.content)}` : `tag ${item.tag}`;
    case "array":
      if (depth >= DEPTH || item.items.length === 0) return item.items.length === 0 ? "[]" : "[...]";
      return `[${depth === 0 ? item.items.map(inner).join(", ") : [...new Set(item.items.map(inner))].sort().join(" | ")}]`;
    case "map":
      return item.entries.length === 0 ? "{}" : "{...}";
    default:
      return item.kind;
  }
}
