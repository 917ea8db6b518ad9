// Whether two answers fail in the same way. Somebody may want to know first whether a daemon fails where it must, and only
// later in which words: the wording of errors is judged apart from everything else.
import type { Frame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { elementsOf, fieldOf, isNull } from "../cbor/reading.ts";

/**
 * any: it fails, by an error reply or a refusal. kind: an error reply for an error reply, a refusal for a refusal, in any
 * words. exact: as recorded.
 */
export const ERROR_LEVELS = ["any", "kind", "exact"] as const;
export type ErrorLevel = (typeof ERROR_LEVELS)[number];

/** Whether a difference at this path (see cbor/path.ts) counts, of two replies that were both read. */
export function errorsCount(level: ErrorLevel, expected: Frame, got: Frame): (path: string) => boolean {
  const [wanted, came] = level === "exact" ? [] : [failureOf(expected.message), failureOf(got.message)];
  if (wanted === undefined || came === undefined) return () => true;
  if (level === "any") return (path) => path === "id" || path === "frame";
  if (wanted !== came) return () => true;
  return wanted === "error" ? (path) => !/^error\b/.test(path) : (path) => !/^\[1\]/.test(path);
}

/** An error reply; or a pair of nothing (false, null, 0, or an empty list or map) and a message. */
function failureOf(message: Item | undefined): "error" | "refusal" | undefined {
  if (message?.kind !== "map") return undefined;
  if (fieldOf(message, "error") !== undefined) return "error";
  const [answer, reason, ...more] = elementsOf(fieldOf(message, "result"));
  const told = reason?.kind === "text" || reason?.kind === "bytes";
  return answer !== undefined && told && more.length === 0 && isNothing(answer) ? "refusal" : undefined;
}

function isNothing(item: Item): boolean {
  switch (item.kind) {
    case "simple":
      return item.value === 20 || isNull(item);
    case "int":
      return item.value === 0n;
    case "array":
      return item.items.length === 0;
    case "map":
      return item.entries.length === 0;
    default:
      return false;
  }
}
