// What the clauses FRAME and MSG demand for bytes from a client: a reply, closing the connection, or waiting for more.
// Uses the judge's own CBOR parser.

import { CborError } from "../../cbor/cbor-error.ts";
import { BREAK, headLength, indefiniteHead, MAJOR, majorOfByte, NULL, readHead, UNDEFINED } from "../../cbor/head.ts";
import { type Item, parseItem } from "../../cbor/item.ts";
import { elementAt } from "../../element-at.ts";

export type State = "answered" | "closed" | "waits";

export type Expected = {
  /** Undefined if the clauses allow any behaviour. */
  readonly state: State | undefined;
  readonly clause: string;
};

const ANSWERED: Expected = { state: "answered", clause: "FRAME-16" };
const OPEN: Expected = { state: undefined, clause: "LIMIT-5" };
const closed = (clause: string): Expected => ({ state: "closed", clause });

/** Declared lengths in bytes from which a daemon's limit may apply. */
const LARGE = 20 * 2 ** 20;
/** Nesting depth from which a daemon's limit may apply. */
const DEEP = 200;

/**
 * The expected behaviour for everything that a client sends on one connection.
 * @param last offset of the final probe request, whose reply shows that everything before it was answered; if an earlier frame extends
 * over this offset, the expected state is undefined
 */
export function expectedOf(bytes: Uint8Array, last?: number): Expected {
  let isReached = last === undefined;
  for (let at = 0; at < bytes.length; ) {
    isReached ||= at === last;
    const found = frameAt(bytes, at);
    if (typeof found !== "number") return found;
    at = found;
  }
  return isReached ? ANSWERED : { ...ANSWERED, state: undefined };
}

/** The end of the frame at `at` if it must be answered, else the expected behaviour. */
function frameAt(bytes: Uint8Array, at: number): number | Expected {
  const initial = elementAt(bytes, at);
  if (initial === NULL || initial === UNDEFINED) return at + 1;
  if (headLength(initial) === undefined) return closed("FRAME-41");
  const major = majorOfByte(initial);
  if (major === MAJOR.map) return closed("FRAME-31");
  if (major !== MAJOR.tag) return closed(major === MAJOR.bytes ? "FRAME-32" : "FRAME-37");
  if (initial === indefiniteHead(MAJOR.tag)) return closed("FRAME-41");
  const tag = readHead(bytes, at);
  if (tag === undefined) return { state: "waits", clause: "FRAME-21" };
  return tag.argument === 24 ? stringAt(bytes, at + tag.head) : closed("FRAME-33");
}

function stringAt(bytes: Uint8Array, at: number): number | Expected {
  const initial = bytes[at];
  if (initial === undefined) return { state: "waits", clause: "FRAME-21" };
  if (headLength(initial) === undefined) return closed("FRAME-41");
  const major = majorOfByte(initial);
  if (major === MAJOR.text) return closed("FRAME-34");
  if (major !== MAJOR.bytes) return closed(major === MAJOR.tag ? "FRAME-36" : "FRAME-35");
  if (initial === indefiniteHead(major)) return chunksAt(bytes, at + 1);
  const content = contentAt(bytes, at);
  if ("clause" in content) return content;
  return messageIn(bytes.subarray(content.from, content.end)) ?? content.end;
}

function chunksAt(bytes: Uint8Array, from: number): number | Expected {
  const chunks: Uint8Array[] = [];
  for (let at = from; ; ) {
    const initial = bytes[at];
    if (initial === undefined) return { state: "waits", clause: "FRAME-21" };
    if (initial === BREAK) return messageIn(Buffer.concat(chunks)) ?? at + 1;
    if (headLength(initial) === undefined) return closed("FRAME-41");
    if (majorOfByte(initial) === MAJOR.text) return { state: undefined, clause: "FRAME-44" };
    if (majorOfByte(initial) !== MAJOR.bytes) return closed("FRAME-44");
    if (initial === indefiniteHead(MAJOR.bytes)) return closed("FRAME-43");
    const content = contentAt(bytes, at);
    if ("clause" in content) return content;
    chunks.push(bytes.subarray(content.from, content.end));
    at = content.end;
  }
}

/** Where the content of the byte string of definite length at `at` is; the expected behaviour if it is incomplete or large. */
function contentAt(bytes: Uint8Array, at: number): { from: number; end: number } | Expected {
  const head = readHead(bytes, at);
  if (head === undefined) return { state: "waits", clause: "FRAME-21" };
  if (head.argument > LARGE) return OPEN;
  const from = at + head.head;
  const end = from + head.argument;
  return end > bytes.length ? { state: "waits", clause: "FRAME-22" } : { from, end };
}

/** The expected behaviour for a message; undefined if it must be answered. */
function messageIn(message: Uint8Array): Expected | undefined {
  if (message.length === 0) return closed("FRAME-38");
  let item: Item;
  try {
    item = parseItem(message);
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    if (error.code === "too-large") return OPEN;
    // A chunk of the other kind counts by its bytes, an endless one closes: which of them it is does not show here.
    if (error.code === "bad-chunk") return { state: undefined, clause: "VAL-17" };
    return closed(MALFORMED[error.code]);
  }
  if (item.kind === "array") return batchIn(item);
  if (item.kind !== "map") return closed("FRAME-40");
  return depthOf(item) > DEEP ? OPEN : requestIn(item);
}

const MALFORMED: Record<Exclude<CborError["code"], "too-large" | "bad-chunk">, string> = {
  truncated: "FRAME-39",
  reserved: "FRAME-41",
  "stray-break": "FRAME-42",
  "odd-map": "FRAME-42",
};

function batchIn(batch: Item): Expected | undefined {
  if (depthOf(batch) > DEEP) return OPEN;
  const open = [batch];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (item.kind === "array") open.push(...item.items);
    else if (item.kind !== "map") return closed("MSG-41");
    else {
      const found = requestIn(item);
      if (found !== undefined) return found.state === "closed" ? closed("MSG-41") : found;
    }
  }
  return undefined;
}

function requestIn(request: Item & { kind: "map" }): Expected | undefined {
  const fields = new Map<string, Item>();
  for (const { key, value } of request.entries) {
    if (key.kind === "bytes" || key.kind === "text") fields.set(Buffer.from(key.value).toString("latin1"), value);
    else if (key.kind !== "simple" || (key.value !== 22 && key.value !== 23)) return closed("MSG-6");
  }
  const [id, method, params] = ["id", "method", "params"].map((name) => fields.get(name));
  if (id === undefined) return closed("MSG-10");
  if (id.kind !== "int" || id.value < 0n) return closed("MSG-11");
  if (method === undefined) return closed("MSG-14");
  if (method.kind !== "bytes" && method.kind !== "text") return closed("MSG-15");
  if (params === undefined) return closed("MSG-17");
  return params.kind === "array" || params.kind === "map" ? undefined : closed("MSG-18");
}

function depthOf(item: Item): number {
  let depth = 0;
  for (let level: readonly Item[] = [item]; level.length > 0; depth++) level = level.flatMap(childrenOf);
  return depth;
}

function childrenOf(item: Item): readonly Item[] {
  switch (item.kind) {
    case "array":
      return item.items;
    case "map":
      return item.entries.flatMap(({ key, value }) => [key, value]);
    case "tag":
      return [item.content];
    default:
      return [];
  }
}
