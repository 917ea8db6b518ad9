// One parsed exchange, as the rules of peers read it: the call and the reply, as items with their notation.
import { openFrame, tryOpenFrame } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { fieldOf, isNull, stringOf } from "../cbor/reading.ts";

/** A call: the method's name in its wire spelling, however the request spelled it, and its parameters. */
export type Call = { readonly method: string; readonly params: readonly Item[]; readonly inner: Uint8Array };

/** The call in a request frame; undefined if it is not a call with positional parameters. */
export function callIn(request: Uint8Array): Call | undefined {
  const { inner, message } = openFrame(request);
  if (inner === undefined || message?.kind !== "map") return undefined;
  const method = fieldOf(message, "method");
  const params = fieldOf(message, "params");
  if (method?.kind !== "bytes" || params?.kind !== "array") return undefined;
  return { method: wireName(Buffer.from(method.value).toString("latin1")), params: params.items, inner };
}

/** `GetWork`, `_get_work` and `get_work` are one method. */
export function wireName(spelled: string): string {
  const pieces = spelled.replace(/([A-Z])/g, "_$1").split("_");
  return pieces
    .filter((piece) => piece !== "")
    .join("_")
    .toLowerCase();
}

/** The parsed reply to one call. */
export type Answer =
  | { readonly kind: "result"; readonly item: Item; readonly inner: Uint8Array }
  /** The message, as Latin-1 of its bytes. */
  | { readonly kind: "error"; readonly message: string }
  | { readonly kind: "no-result" }
  | { readonly kind: "closed" }
  | { readonly kind: "other" };

export function answerIn(replies: readonly Uint8Array[], closed: boolean): Answer {
  const [reply] = replies;
  if (reply === undefined) return { kind: closed ? "closed" : "other" };
  const opened = tryOpenFrame(reply);
  if (opened?.inner === undefined || opened.message?.kind !== "map") return { kind: "other" };
  const { inner, message } = opened;
  const result = fieldOf(message, "result");
  if (result !== undefined) return { kind: "result", item: result, inner };
  const error = fieldOf(message, "error");
  if (error === undefined) return { kind: "no-result" };
  const text = error.kind === "map" ? fieldOf(error, "message") : undefined;
  return text === undefined ? { kind: "other" } : { kind: "error", message: stringOf(text) ?? "" };
}

/** The value of an option, whose key matches case-insensitively as in the daemons; undefined if null or absent. */
export function optionOf(options: Item | undefined, name: string): Item | undefined {
  if (options?.kind !== "map") return undefined;
  const found = options.entries.find(({ key }) => folded(stringOf(key) ?? "") === name)?.value;
  return isNull(found) ? undefined : found;
}

/** Case folding as in the Go daemon: also maps the long s (c5 bf) to s and the Kelvin sign (e2 84 aa) to k. */
export function folded(key: string): string {
  return key.replaceAll("\xc5\xbf", "s").replaceAll("\xe2\x84\xaa", "k").toLowerCase();
}
