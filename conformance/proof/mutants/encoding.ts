// Mutants that send correct values in another encoding, or lose information of stored values.

import { encodeHead, encodeIndefinite, indicatorOf, MAJOR, shortestHead } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { isTrue } from "../../cbor/reading.ts";
import { type Mutant, replies } from "./mutant.ts";
import { changeField, headed, note, rebuild, sliceOf, type Visit } from "./rewrite.ts";

const inResults = (name: string, wrong: string, visit: Visit): Mutant =>
  replies(name, wrong, (frame) => changeField(frame, "result", visit));

const isTuple = (item: Item) => item.kind === "tag" && item.tag === 128n;

/** The same head in the next longer form; undefined if it has the longest form already. */
function longer(major: number, argument: bigint): Buffer | undefined {
  const indicator = (indicatorOf(shortestHead(argument)) ?? -1) + 1;
  return indicator > 3 ? undefined : encodeHead(major, argument, indicator);
}

export const encodingMutants: readonly Mutant[] = [
  inResults("text-as-bytes", "text values are byte strings", (item, _, { isKey }) =>
    item.kind === "text" && !isKey ? headed(MAJOR.bytes, item.value.length, item.value) : undefined,
  ),
  inResults("bytes-as-text", "byte strings, unit keys too, are text", (item) =>
    item.kind === "bytes" ? headed(MAJOR.text, item.value.length, item.value) : undefined,
  ),
  inResults("map-keys-as-bytes", "keys of maps are byte strings", (item, _, { isKey }) =>
    item.kind === "text" && isKey ? headed(MAJOR.bytes, item.value.length, item.value) : undefined,
  ),
  inResults("integers-as-floats", "integers are floats", (item) =>
    item.kind === "int" ? note(`${Number(item.value).toFixed(1)}_3`) : undefined,
  ),
  inResults("floats-as-integers", "whole floats are integers", (item) =>
    item.kind === "float" && Number.isSafeInteger(item.value) ? note(String(item.value + 0)) : undefined,
  ),
  inResults("narrow-floats", "floats take the fewest bytes that hold them", (item) =>
    item.kind === "float" && Math.fround(item.value) === item.value ? note(`${literal(item.value)}_2`) : undefined,
  ),
  inResults("minus-zero-lost", "-0.0 becomes 0.0", (item) =>
    item.kind === "float" && Object.is(item.value, -0) ? note("0.0_3") : undefined,
  ),
  inResults("one-nan", "a NaN loses its payload", (item, bytes) =>
    item.kind === "float" && notate(item, bytes).startsWith("float'") ? note("NaN_3") : undefined,
  ),
  inResults("longer-integers", "integers are not in the shortest head", (item) =>
    item.kind === "int" && item.value >= 0n ? longer(MAJOR.unsigned, item.value) : undefined,
  ),
  inResults("longer-strings", "lengths of text are not in the shortest head", (item) => {
    const head = item.kind === "text" ? longer(MAJOR.text, BigInt(item.value.length)) : undefined;
    return head === undefined || item.kind !== "text" ? undefined : Buffer.concat([head, item.value]);
  }),
  inResults("chunked-strings", "byte strings come in chunks", (item) =>
    item.kind === "bytes"
      ? encodeIndefinite(MAJOR.bytes, [headed(MAJOR.bytes, item.value.length, item.value)])
      : undefined,
  ),
  inResults("indefinite-arrays", "pairs are of indefinite length", (item, bytes, { depth }) =>
    item.kind === "array" && depth === 0
      ? encodeIndefinite(
          MAJOR.array,
          item.items.map((each) => sliceOf(each, bytes)),
        )
      : undefined,
  ),
  inResults("indefinite-maps", "maps are of indefinite length", (item, bytes) =>
    item.kind === "map" && !item.indefinite
      ? encodeIndefinite(MAJOR.map, [bytes.subarray(item.at + item.head, item.end)])
      : undefined,
  ),
  inResults("tuples-as-arrays", "tuples are arrays", (item, bytes) =>
    item.kind === "tag" && isTuple(item) ? sliceOf(item.content, bytes) : undefined,
  ),
  inResults("pairs-as-tuples", "pairs are tuples, as the Python daemon sends them", (item, bytes, { depth }) =>
    depth === 0 && item.kind === "array" && item.items.length === 2
      ? headed(MAJOR.tag, 128, sliceOf(item, bytes))
      : undefined,
  ),
  inResults("longer-tuple-tag", "tag 128 is not in the shortest head", (item, bytes) =>
    item.kind === "tag" && isTuple(item)
      ? Buffer.concat([encodeHead(MAJOR.tag, 128, 1), sliceOf(item.content, bytes)])
      : undefined,
  ),
  inResults("undefined-for-null", "null is undefined", (item) =>
    item.kind === "simple" && item.value === 22 ? note("undefined") : undefined,
  ),
  inResults("false-for-null", "null is false", (item) =>
    item.kind === "simple" && item.value === 22 ? note("false") : undefined,
  ),
  inResults("one-for-true", "true is 1", (item) => (isTrue(item) ? note("1") : undefined)),
  inResults("maps-reversed", "entries of maps come in another order", (item, bytes) => {
    if (item.kind !== "map" || item.entries.length < 2) return undefined;
    const parts = item.entries.toReversed().flatMap(({ key, value }) => [sliceOf(key, bytes), sliceOf(value, bytes)]);
    return headed(MAJOR.map, item.entries.length, parts);
  }),
  inResults("uuid-as-bytes", "a UUID loses its tag", (item, bytes) =>
    item.kind === "tag" && item.tag === 37n ? sliceOf(item.content, bytes) : undefined,
  ),
  inResults("tags-emptied", "tags that mean nothing to the server lose their content", (item) =>
    item.kind === "tag" && item.tag !== 128n && item.tag !== 37n
      ? headed(MAJOR.tag, item.tag, note("null"))
      : undefined,
  ),
  inResults("integers-as-doubles-beyond-2^53", "large integers are rounded", (item) =>
    item.kind === "int" &&
    item.value > 2n ** 53n &&
    BigInt(Number(item.value)) !== item.value &&
    Number(item.value) < 2 ** 64
      ? headed(MAJOR.unsigned, BigInt(Number(item.value)))
      : undefined,
  ),
  inResults("signed-64-bit", "integers of 2^63 and more turn negative", (item) =>
    item.kind === "int" && item.value >= 2n ** 63n ? headed(MAJOR.negative, -1n - (item.value - 2n ** 64n)) : undefined,
  ),
  inResults("utf-8-repaired", "text that is no UTF-8 is repaired", (item) => {
    if (item.kind !== "text") return undefined;
    const repaired = Buffer.from(Buffer.from(item.value).toString("utf8"), "utf8");
    return repaired.equals(item.value) ? undefined : headed(MAJOR.text, repaired.length, repaired);
  }),
  inResults("string-keys-only", "keys of maps that are no strings become text", (item, bytes, { isKey }) => {
    if (!isKey || item.kind === "text" || item.kind === "bytes") return undefined;
    const text = Buffer.from(notate(item, bytes));
    return headed(MAJOR.text, text.length, text);
  }),
  inResults("shallow-keys", "byte string keys inside lists stay byte strings", (item, bytes, { depth }) =>
    depth > 3 && item.kind === "map"
      ? rebuild(item, bytes, (each, _, { isKey }) =>
          isKey && each.kind === "text" ? headed(MAJOR.bytes, each.value.length, each.value) : undefined,
        )
      : undefined,
  ),
];

function literal(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(1) : String(value);
}
