// Writes the steps of a golden as lines, the format described in lines.ts. Long values are abbreviated, see by-rule.ts.

import { assemble } from "../cbor/assemble.ts";
import { openFrame, splitFrames } from "../cbor/frame.ts";
import { MAJOR, majorOfByte } from "../cbor/head.ts";
import type { Item, ListItem } from "../cbor/item.ts";
import { bracketed, notate } from "../cbor/notation.ts";
import { shorten, walk } from "../cbor/path.ts";
import { expand, FEWEST_ITEMS, foldRuns, foldString } from "./by-rule.ts";
import { describeReply, describeRequests } from "./describe.ts";
import type { GoldenReply, StepSource } from "./format.ts";
import { GENERATED_KEY } from "./lines.ts";
import type { Mask } from "./mask.ts";

/** The lines, each indented for YAML and ended by a newline. */
export function formatLines(steps: readonly StepSource[]): string {
  let note: string | undefined;
  const lastIds = new Map<number, number>();
  const lines = steps.flatMap((step) => {
    if (step.kind === "wait") return [`wait ${step.seconds}`];
    const heading = step.note === undefined || step.note === note ? [] : [`# ${step.note}`];
    note = step.note;
    const first = (lastIds.get(step.conn) ?? 0) + 1;
    const requests = requestsOf(step, first);
    lastIds.set(step.conn, first + requests.ids.length * (step.times ?? 1) - 1);
    return [...heading, ...requests.lines, ...replyLines(step, requests.ids)];
  });
  return lines.map((line) => `  ${line}\n`).join("");
}

type Exchange = Extract<StepSource, { kind: "exchange" }>;

/** The lines of the sent bytes, and the ids of the calls in the usual encoding, which count up from `first`. */
function requestsOf({ conn, sends, hangup, times = 1 }: Exchange, first: number): { lines: string[]; ids: number[] } {
  const sent = Buffer.concat(sends);
  const split = splitFrames(sent);
  const frames = split.frames.slice(0, split.frames.length / times);
  const { rest } = split;
  const ids: number[] = [];
  const isNoise = frames.filter(isUntagged).length > MOST_NOISE;
  const calls = (isNoise ? [] : frames).map((frame) => {
    const call = callLine(frame, first + ids.length);
    if (call !== undefined) ids.push(first + ids.length);
    return call ?? frameLine(frame);
  });
  if (rest.length > 0 || sent.length === 0 || isNoise) calls.push(hex(isNoise ? sent : rest));
  const [single = "", ...more] = calls;
  const one = times === 1 ? single : `${times} times ${single}`;
  const lines = [
    `${conn === 1 ? "" : `${conn}: `}${one}`,
    ...more.map((call) => `& ${call}`),
    ...(hangup ? ["& end"] : []),
  ];
  return { lines, ids };
}

/** More items than this that are not frames are written as bytes, since notation would not be readable either. */
const MOST_NOISE = 30;
const isUntagged = ([first = 0]: Uint8Array) => majorOfByte(first) !== MAJOR.tag;

const hex = (bytes: Uint8Array) => `h'${Buffer.from(bytes).toString("hex")}'`;

/** A call with the usual encoding and this id, long values abbreviated; undefined for anything else. */
function callLine(frame: Uint8Array, id: number): string | undefined {
  const call = /^([a-z_]+)\(.*\)$/s.exec(describeRequests(frame)[0] ?? "");
  const params = fieldOf(frame, "params");
  if (call === null || params?.item.kind !== "array" || !hasId(frame, id)) return undefined;
  const texts = params.item.items.map((item) => folded(item, params.inner, new Map()));
  return `${call[1]}(${texts.join(", ")})`;
}

function hasId(frame: Uint8Array, id: number | undefined): boolean {
  const item = fieldOf(frame, "id")?.item;
  return id !== undefined && item?.kind === "int" && item.value === BigInt(id);
}

/** Matches text that a line would parse as raw bytes or as a call. */
const TAKEN = /^(?:h'|[a-z_]+\()/;

/** A frame in notation, long values abbreviated; or its bytes if its notation would not give them back. */
function frameLine(frame: Uint8Array): string {
  const { inner, message, outer } = openFrame(frame);
  const opened = inner === undefined || message === undefined ? [] : [`24(<<${folded(message, inner, new Map())}>>)`];
  const isWhole = (text: string) => !text.includes("...") && Buffer.from(assemble(expand(text))).equals(frame);
  return [...opened, folded(outer, frame, new Map())].find((text) => !TAKEN.test(text) && isWhole(text)) ?? hex(frame);
}

function replyLines({ replies, closes, times = 1 }: Exchange, ids: readonly number[]): string[] {
  const lines = replies.slice(0, replies.length / times).map((reply, i) => replyLine(reply, ids[i]));
  if (closes) return [...lines, "= closed"];
  return lines.length === 0 ? ["= nothing"] : lines;
}

function replyLine({ bytes, masks, says, choices }: GoldenReply, id: number | undefined): string {
  if (choices !== undefined) return `= ${says}`;
  const plain = describeReply(bytes);
  if (!hasId(bytes, id)) return `=! ${frameLine(bytes)}`;
  for (const [field, before] of [
    ["result", ""],
    ["error", "error "],
  ] as const) {
    const found = fieldOf(bytes, field);
    if (found === undefined || before + notate(found.item, found.inner) !== plain) continue;
    return `= ${before}${folded(found.item, found.inner, masked(bytes, masks))}`;
  }
  return `=! ${frameLine(bytes)}`;
}

function masked(bytes: Uint8Array, masks: readonly Mask[]): ReadonlyMap<number, string> {
  const { inner, message } = openFrame(bytes);
  if (inner === undefined || message === undefined || masks.length === 0) return new Map();
  return new Map(
    [...walk(message, inner)].flatMap(({ path, item }) => {
      const mask = masks.find(({ at }) => at === shorten(path));
      return mask === undefined ? [] : [[item.at, maskText(mask)] as const];
    }),
  );
}

function maskText(mask: Mask): string {
  if (mask.is === "new-name" && mask.like === GENERATED_KEY) return "«key»";
  if (mask.is === "name") return `«key of ${mask.name.slice("key ".length)}»`;
  if (mask.is === "age") return `«age since ${mask.since}»`;
  if (mask.is !== "time" || mask.within !== 0) throw new Error(`a mask of kind ${mask.is} has no form in a line`);
  const since = mask.since === undefined ? "" : ` since ${mask.since}`;
  return `«now${mask.offset === 0 ? "" : `+${mask.offset}`}${since}»`;
}

/**
 * An item's notation, with long strings, arrays and maps abbreviated.
 * @param masks by the offset of the item that they cover
 */
function folded(item: Item, inner: Uint8Array, masks: ReadonlyMap<number, string>): string {
  const instead = (each: Item): string | undefined => {
    const mask = masks.get(each.at);
    if (mask !== undefined && each.kind !== "array" && each.kind !== "map") return mask;
    if (each.kind === "bytes" || each.kind === "text") {
      return each.chunks === undefined ? foldString(notate(each, inner)) : undefined;
    }
    const depth = nestedDepth(each);
    if (depth >= DEEP) return `«${depth} nested []»`;
    if (each.kind !== "array" && each.kind !== "map") return undefined;
    const parts = partsOf(each);
    // Short arrays are skipped, also because checking nested arrays of one element again at each depth would be
    // quadratic.
    if (parts.length < FEWEST_ITEMS) return undefined;
    const texts = parts.map((part) => part.map((child) => notate(child, inner, 0, instead)).join(": "));
    const runs = foldRuns(texts);
    if (runs.length === texts.length) return undefined;
    return bracketed(each, runs);
  };
  return notate(item, inner, 0, instead);
}

/** The number of nested arrays that contain nothing but each other; 0 if the innermost is not empty. */
function nestedDepth(item: Item): number {
  let depth = 0;
  for (let each = item; each.kind === "array" && !each.indefinite && each.head === 1; depth++) {
    const [inner, ...more] = each.items;
    if (inner === undefined) return depth + 1;
    if (more.length > 0) return 0;
    each = inner;
  }
  return 0;
}

const DEEP = 30;

/** The children of an array, or the entries of a map. */
function partsOf(item: ListItem): Item[][] {
  if (item.kind === "array") return item.items.map((child) => [child]);
  return item.entries.map(({ key, value }) => [key, value]);
}

/** A field of a message by its name as a byte string. */
function fieldOf(frame: Uint8Array, name: string): { item: Item; inner: Uint8Array } | undefined {
  const { inner, message } = openFrame(frame);
  if (inner === undefined || message?.kind !== "map") return undefined;
  const entry = message.entries.find(({ key }) => key.kind === "bytes" && Buffer.from(key.value).toString() === name);
  return entry === undefined ? undefined : { item: entry.value, inner };
}
