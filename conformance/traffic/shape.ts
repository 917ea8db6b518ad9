// The shape of a call: its method, the options that it gives, and the kinds of its parameters, whatever their values are.
import { openFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { elementsOf, isNull, stringOf } from "../cbor/reading.ts";
import { callIn } from "../protocol/call.ts";
import { METHODS, type Method } from "../protocol/methods.ts";

/** `get_work(bytes, {lease_time, max_jobs})`; of what is no call the kind of its message. */
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

/** The option keys that are given, sorted, each with the kind of its value where that is no plain one. */
function keysOf(options: Item): string {
  if (options.kind !== "map") return kindOf(options);
  const keys = options.entries.map(({ key, value }) => `${stringOf(key) ?? "?"}${isNull(value) ? ": null" : ""}`);
  return `{${keys.sort().join(", ")}}`;
}

/** A list by the kinds of its elements; a unit's element by its length. */
function kindOf(item: Item): string {
  if (isNull(item)) return "null";
  if (item.kind === "tag" && item.tag === 128n) return `tuple of ${elementsOf(item).length}`;
  if (item.kind === "tag") return `tag ${item.tag}`;
  if (item.kind === "array") {
    const kinds = [...new Set(item.items.map((each) => kindOf(each)))].sort();
    return `[${kinds.join(" | ")}]`;
  }
  return item.kind;
}
