// Equality as a Python 2 client sees it, for the comparison level `python`: 'a' == u'a' for ASCII, 1 == 1.0 == True,
// tuples and lists are equal, null and undefined are None. Everything else differs.
import type { Item } from "../cbor/item.ts";
import { notate } from "../cbor/notation.ts";

/** The Python value of an item. */
export type PythonValue =
  | { readonly type: "number" | "string" | "other"; readonly key: string }
  | { readonly type: "list"; readonly items: readonly Item[] }
  | { readonly type: "dict"; readonly item: Extract<Item, { kind: "map" }> };

export function pythonValue(item: Item, buffer: Uint8Array): PythonValue {
  switch (item.kind) {
    case "int":
      return { type: "number", key: String(item.value) };
    case "float":
      return { type: "number", key: floatKey(item.value) };
    case "bytes":
      return { type: "string", key: Buffer.from(item.value).toString("hex") };
    case "text":
      return { type: "string", key: `${isAscii(item.value) ? "" : "u"}${Buffer.from(item.value).toString("hex")}` };
    case "array":
      return { type: "list", items: item.items };
    case "map":
      return { type: "dict", item };
    case "simple":
      if (item.value === 20 || item.value === 21) return { type: "number", key: String(item.value - 20) };
      return { type: "other", key: item.value === 22 || item.value === 23 ? "None" : `simple(${item.value})` };
    case "tag":
      return taggedValue(item, buffer);
    default:
      return item satisfies never;
  }
}

function taggedValue(item: Extract<Item, { kind: "tag" }>, buffer: Uint8Array): PythonValue {
  const { tag, content } = item;
  if (tag === 128n && content.kind === "array") return { type: "list", items: content.items };
  if ((tag === 2n || tag === 3n) && content.kind === "bytes") {
    const size = BigInt(`0x0${Buffer.from(content.value).toString("hex")}`);
    return { type: "number", key: String(tag === 2n ? size : -1n - size) };
  }
  return { type: "other", key: `${tag}(${pythonKey(content, buffer)})` };
}

/** A text that is equal for all items that the client considers equal. */
export function pythonKey(item: Item, buffer: Uint8Array, depth = 0): string {
  if (depth > 200) return notate(item, buffer);
  const value = pythonValue(item, buffer);
  switch (value.type) {
    case "list":
      return `[${value.items.map((each) => pythonKey(each, buffer, depth + 1)).join()}]`;
    case "dict": {
      const entries = value.item.entries.map(
        (entry) => `${pythonKey(entry.key, buffer, depth + 1)}:${pythonKey(entry.value, buffer, depth + 1)}`,
      );
      return `{${entries.sort().join()}}`;
    }
    default:
      return `${value.type} ${value.key}`;
  }
}

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80);

/** The key of a float: that of the integer if integral; -0.0 equals 0; all NaNs are equal. */
function floatKey(value: number): string {
  return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}
