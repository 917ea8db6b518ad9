// Reduces a message to what matters to a rule of protocol.cddl, so that thousands of messages need only one validation.
import { tryOpenFrame } from "../../conformance/cbor/frame.ts";
import type { Item } from "../../conformance/cbor/item.ts";

/** Integers up to this one are distinguished in replies, since statuses are small integers. */
const SMALL = 5n;

/** A key that is equal for messages that match the same rules; for an unreadable frame, its bytes. */
export function shapeOf(rule: string, frame: Uint8Array): string {
  const opened = tryOpenFrame(frame);
  if (opened?.message === undefined) return Buffer.from(frame).toString("hex");
  // Rules that accept any content check only the envelope.
  const depth = rule === "any-request" || rule === "any-reply" ? 2 : Number.POSITIVE_INFINITY;
  return shape(opened.message, depth, rule.startsWith("request-"));
}

function shape(item: Item, depth: number, isAsked: boolean): string {
  if (depth === 0) return item.kind;
  const inner = (child: Item) => shape(child, depth - 1, isAsked);
  switch (item.kind) {
    case "int":
      return isAsked || item.value > SMALL ? (item.value < 0n ? "negative" : "unsigned") : String(item.value);
    case "bytes":
    case "text":
      // A UUID is 16 bytes.
      return item.value.length === 0 ? `no ${item.kind}` : item.value.length === 16 ? `16 ${item.kind}` : item.kind;
    case "array":
      return `[${withoutRuns(item.items.map(inner)).join(" ")}]`;
    case "map":
      return `{${withoutRuns(item.entries.map(({ key, value }) => `${keyOf(key, inner)}: ${inner(value)}`).sort()).join(" ")}}`;
    case "tag":
      return `${item.tag}(${inner(item.content)})`;
    case "float":
      return isAsked ? "float" : `float of ${item.head}`;
    case "simple":
      return `simple ${item.value}`;
    default:
      return item satisfies never;
  }
}

/** A list of more than two items of one shape is equivalent to a list of two. */
function withoutRuns(shapes: readonly string[]): string[] {
  return shapes.filter((each, i) => i < 2 || each !== shapes[i - 1] || each !== shapes[i - 2]);
}

/** Only names that may occur in a rule are kept. */
function keyOf(key: Item, inner: (key: Item) => string): string {
  const name = key.kind === "bytes" || key.kind === "text" ? Buffer.from(key.value).toString("latin1") : "";
  return /^[a-z_]{2,}$/.test(name) ? `${key.kind} ${name}` : inner(key);
}
