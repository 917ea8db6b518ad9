// Compares replies that report a failure, at three levels of strictness, since whether a daemon fails where it must
// matters before the wording of the error does.
import type { Frame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { elementsOf, fieldOf, isNull } from "../cbor/reading.ts";

/**
 * any: any error reply or refusal. kind: an error reply for an error reply and a refusal for a refusal, with any
 * wording. exact: the recorded reply. A refusal is a normal reply such as [false, MESSAGE].
 */
export const ERROR_LEVELS = ["any", "kind", "exact"] as const;
export type ErrorLevel = (typeof ERROR_LEVELS)[number];

/** Returns a filter by path (see cbor/path.ts) for the differences of two parsed replies that count at this level. */
export function errorsCount(level: ErrorLevel, expected: Frame, got: Frame): (path: string) => boolean {
  const [wanted, came] = level === "exact" ? [] : [failureOf(expected.message), failureOf(got.message)];
  if (wanted === undefined || came === undefined) return () => true;
  if (level === "any") return (path) => path === "id" || path === "frame";
  if (wanted !== came) return () => true;
  return wanted === "error" ? (path) => !/^error\b/.test(path) : (path) => !/^\[1\]/.test(path);
}

/** Whether a message is an error reply, or a refusal: a pair of false, null, 0 or an empty container, and a message. */
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
