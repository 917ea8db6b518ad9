// Rules for the Go daemon's divergences in messages and values (K18, K22, K24, K33, D75, D76).
import { openFrame } from "../../cbor/frame.ts";
import { MAJOR, majorOfByte, readHead } from "../../cbor/head.ts";
import type { Item } from "../../cbor/item.ts";
import { notate } from "../../cbor/notation.ts";
import { elementsOf, stringOf } from "../../cbor/reading.ts";
import type { Call } from "../../protocol/call.ts";
import type { Exchange, Rule } from "../rule.ts";
import { hasSent, isMethod, refusesWith } from "./history.ts";

const closes = ({ expected, got }: Exchange) => expected.kind !== "closed" && got.kind === "closed";

export const envelopePoints: readonly Rule[] = [
  {
    point: "D75",
    explains: (_, { request, expected }) => expected.kind === "closed" && hasMisreadKey(request),
    splitsState: ({ request, expected }) => expected.kind === "closed" && hasMisreadKey(request),
  },
  {
    point: "D76",
    explains: (_, { request, expected }) => expected.kind === "closed" && says24(request),
    splitsState: ({ request, expected }) => expected.kind === "closed" && says24(request),
  },
  {
    point: "K24",
    explains: ({ path }, exchange) => path === "connection" && exchange.call === undefined && closes(exchange),
  },
  {
    point: "K18",
    explains: ({ path }, exchange) => path === "connection" && closes(exchange) && hasSent([exchange], isClosing),
    splitsState: (exchange) => closes(exchange) && hasSent([exchange], isClosing),
  },
  {
    point: "K18",
    // The content of an unknown tag is returned as null.
    explains: ({ expected, got }, exchange, before) =>
      got === "null" &&
      hasSent(
        [...before, exchange],
        (item) => isUnknownTag(item) && isContentOf(item, expected, [...before, exchange]),
      ),
  },
  {
    point: "K18",
    // Integers below -2^63 wrap around.
    explains: ({ expected }, exchange, before) =>
      /^-\d{19,}$/.test(expected) &&
      BigInt(expected) < -(2n ** 63n) &&
      hasSent([...before, exchange], (item) => item.kind === "int" && String(item.value) === expected),
  },
  {
    point: "K18",
    // A map of options inside an unknown tag is decoded as a structure with the field Data.
    explains: (_, exchange) => isTagAsOptions(exchange),
    splitsState: isTagAsOptions,
  },
  {
    point: "K18",
    // A value that the Python client cannot read is stored and returned, or the call gets another error.
    explains: (_, exchange) => isRefusedAsUnreadable(exchange) && exchange.got.kind !== "closed",
    splitsState: (exchange) => isRefusedAsUnreadable(exchange) && exchange.got.kind === "result",
  },
  {
    point: "K33",
    explains: ({ expected, got, kind, path }, exchange) =>
      exchange.got.kind === "result" &&
      (((kind === "type" || kind === "string-kind") && /^h'|^'/.test(expected) && /^"/.test(got) && !isUtf8Text(got)) ||
        /\[h'[0-9a-f]+'\]|\["[^"]*\\x/.test(path)),
  },
  {
    point: "K22",
    explains: (_, { call }) => call !== undefined && typedNumbers(call).some(overflows),
    splitsState: ({ call, expected }) =>
      call !== undefined && expected.kind === "result" && typedNumbers(call).some(overflows),
  },
];

const UNREADABLE = / (is|has a key that is) (a tag|a list|a map|text that|the simple)/;

function isRefusedAsUnreadable({ expected }: Exchange): boolean {
  return expected.kind === "error" && UNREADABLE.test(expected.message);
}

/** Whether a text in notation is valid UTF-8. */
const isUtf8Text = (notation: string) => !notation.includes("\\x");

function isTagAsOptions(exchange: Exchange): boolean {
  if (!isMethod(exchange.call, "update_work_unit") || !exchange.call.params.some(isUnknownTag)) return false;
  return refusesWith(exchange, /^1 error\(s\) decoding:\n\n\* 'Data' expected a map, got 'slice'$/);
}

const isUnknownTag = (item: Item) => item.kind === "tag" && item.tag !== 128n && item.tag !== 37n && item.tag !== 24n;

/** Whether the content of a tag, which is in one of the calls, has this notation. */
function isContentOf(tag: Item, notation: string, exchanges: readonly Exchange[]): boolean {
  if (tag.kind !== "tag") return false;
  return exchanges.some(({ call }) => {
    if (call === undefined || tag.content.end > call.inner.length) return false;
    return notate(tag.content, call.inner) === notation;
  });
}

/** Whether an item makes the Go daemon close the connection, or merge maps where a new one should replace the old one. */
function isClosing(item: Item): boolean {
  if (item.kind === "simple") return item.value < 20 || item.value > 23;
  if (item.kind === "tag") {
    if (item.tag === 37n) return item.content.kind !== "bytes" || item.content.value.length !== 16;
    return (item.tag === 128n && item.content.kind !== "array") || item.tag === 24n;
  }
  if (item.kind !== "map") return false;
  const keys = item.entries.map(({ key }) => stringOf(key));
  const repeated = keys.some((key, i) => key !== undefined && keys.indexOf(key) !== i);
  return repeated || item.entries.some(({ key }) => key.kind === "array" || key.kind === "map" || key.kind === "tag");
}

/** The parameters and options of a call that the daemon decodes into typed fields, without stored data. */
function typedNumbers(call: Call): readonly Item[] {
  const metas = isMethod(call, "add_work_units")
    ? elementsOf(call.params[1]).flatMap((unit) => elementsOf(unit).slice(2))
    : [];
  return [...call.params, ...metas].flatMap((param) => {
    if (param.kind !== "map") return [param];
    const typed = param.entries.filter(({ key }) => !STORED.has(stringOf(key) ?? ""));
    return typed.map(({ value }) => value);
  });
}

const STORED = new Set(["data", "desc", "config", "module", "run_function"]);

/** Too large for 64 bits, or for a duration in nanoseconds. */
const overflows = (item: Item) =>
  (item.kind === "int" || item.kind === "float") && !(Math.abs(Number(item.value)) < 9.2e9);

/** Whether bytes begin with a head that has the number of a frame's tag but is the head of another item. */
function says24(request: Uint8Array): boolean {
  const [initial = 0] = request;
  if (majorOfByte(initial) === MAJOR.tag || (initial & 31) > 27) return false;
  return readHead(request, 0)?.argument === 24;
}

/** Whether a request has a key that the Go daemon decodes as a string though it is an array or a number. */
function hasMisreadKey(request: Uint8Array): boolean {
  const { message } = openFrame(request);
  return message?.kind === "map" && message.entries.some(({ key: { kind } }) => MISREAD.has(kind));
}

const MISREAD = new Set<Item["kind"]>(["array", "int", "float"]);
