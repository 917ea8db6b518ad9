// Mutants that send wrong messages in error replies and refusals.
import { MAJOR } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { type Mutant, replies } from "./mutant.ts";
import { changeField, headed, note, sliceOf, type Visit } from "./rewrite.ts";

const messages =
  (change: (text: string) => string): Visit =>
  (item, _, { isKey }) =>
    item.kind === "text" && !isKey ? textOf(change(Buffer.from(item.value).toString("latin1"))) : undefined;

function textOf(latin1: string): Buffer {
  const bytes = Buffer.from(latin1, "latin1");
  return headed(MAJOR.text, bytes.length, bytes);
}

const inErrors = (name: string, wrong: string, visit: Visit): Mutant =>
  replies(name, wrong, (frame) => changeField(frame, "error", visit));

/** The message in a refusal pair: `[false, "why"]`. */
function inRefusals(name: string, wrong: string, change: (message: Item, bytes: Uint8Array) => Uint8Array): Mutant {
  return replies(name, wrong, (frame) =>
    changeField(frame, "result", (item, bytes, { depth }) => {
      if (depth !== 0 || item.kind !== "array" || item.items.length !== 2) return undefined;
      const [first, message] = item.items;
      if (first === undefined || message?.kind !== "text") return undefined;
      return headed(MAJOR.array, 2, sliceOf(first, bytes), change(message, bytes));
    }),
  );
}

export const errorMutants: readonly Mutant[] = [
  inErrors(
    "error-in-lower-case",
    "error texts begin in lower case",
    messages((text) => text.charAt(0).toLowerCase() + text.slice(1)),
  ),
  inErrors(
    "error-with-full-stop",
    "error texts end with a full stop",
    messages((text) => `${text}.`),
  ),
  inErrors(
    "error-with-traceback",
    "error texts go on with a traceback",
    messages((text) => `${text}\nTraceback`),
  ),
  inErrors(
    "error-without-details",
    "only the first line of an error text comes",
    messages((text) => text.split("\n")[0] ?? ""),
  ),
  inErrors(
    "empty-error",
    "error texts are empty",
    messages(() => ""),
  ),
  inErrors("error-message-as-bytes", "error texts are byte strings", (item, _, { isKey }) =>
    item.kind === "text" && !isKey ? headed(MAJOR.bytes, item.value.length, item.value) : undefined,
  ),
  inErrors("error-key-as-bytes", "the key `message` is a byte string", (item, _, { isKey }) =>
    item.kind === "text" && isKey ? headed(MAJOR.bytes, item.value.length, item.value) : undefined,
  ),
  inErrors("error-as-string", "an error is a string, not a map", (item) =>
    item.kind === "map" ? note('"error"') : undefined,
  ),
  inErrors(
    "other-decoder-type-names",
    "types in error texts have other names",
    messages((text) => text.replace("[]uint8", "bytes").replace("uint64", "int")),
  ),
  inRefusals("refusal-without-message", "a refusal does not say why", () => note("null")),
  inRefusals("refusal-with-empty-message", "a refusal says nothing", () => note('""')),
  inRefusals("refusal-message-as-bytes", "a refusal's message is a byte string", (message) =>
    message.kind === "text" ? headed(MAJOR.bytes, message.value.length, message.value) : note("null"),
  ),
  inRefusals(
    "refusal-in-python-words",
    "a missing work spec is told in the Python daemon's words",
    (message, bytes) => {
      const text = message.kind === "text" ? Buffer.from(message.value).toString("latin1") : "";
      const name = /^No such work spec (.*)$/s.exec(text)?.[1];
      return name === undefined ? sliceOf(message, bytes) : textOf(`no such work_spec '${name}'`);
    },
  ),
];
