// Parses the global configuration that get_config returns to clients: YAML in, a stored value out.
import { Buffer } from "node:buffer";
import { type Document, isMap, parseDocument } from "yaml";
import { ConfigError, MAX_CONFIG_BYTES } from "./config-error.ts";
import type { Stored } from "./domain/work-unit.ts";
import { mostOfHeap } from "./machine-memory.ts";
import { ReplyWriter } from "./wire/reply-writer.ts";

const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;

/** Bytes of V8's heap that parsing needs for each entry. */
const BYTES_AN_ENTRY = 2_400;

/** A parsed configuration, to be passed to createServer(). */
export type Config = { readonly stored: Stored };

/**
 * Parses YAML 1.1 as the Python and the Go daemon do: strings as text, whole numbers as integers, other numbers and
 * whole numbers beyond 64 bits as 8-byte floats, dates as the text that they were written as, binary data as text of
 * those bytes.
 * @param heapBytes how much of V8's heap parsing may use
 * @throws ConfigError
 */
export function readConfig(yaml: string, heapBytes = mostOfHeap()): Config {
  if (yaml.length > MAX_CONFIG_BYTES) throw new ConfigError(`it is larger than ${MAX_CONFIG_BYTES} bytes`);
  const most = Math.floor(heapBytes / BYTES_AN_ENTRY);
  if (entriesIn(yaml) > most) {
    throw new ConfigError(
      `it has more than the ${most} entries that V8's heap has room for; NODE_OPTIONS=--max-old-space-size=N makes it larger`,
    );
  }
  const document = parseDocument(yaml, {
    version: "1.1",
    intAsBigInt: true,
    logLevel: "error",
    // Of two equal keys both daemons take the last.
    uniqueKeys: false,
    // Neither daemon interprets dates, and the Go daemon does not interpret times of day either.
    customTags: (tags) => [
      ...tags.filter((tag) => typeof tag === "string" || !isTime(tag.tag, tag.format)),
      // Octal numbers like 0o17, which are not YAML 1.1, but which the Go daemon accepts.
      "intOct",
    ],
  });
  const [error] = document.errors;
  if (error !== undefined) throw new ConfigError(positioned(error.message, error.linePos?.[0]));
  if (!isMap(document.contents)) throw new ConfigError("line 1, column 1: the configuration must be a map");
  return { stored: stored(parsedValue(document)) };
}

/** An upper estimate of the number of entries: counts the characters that can start one. */
function entriesIn(yaml: string): number {
  let count = 0;
  for (let at = 0; at < yaml.length; at++) {
    const char = yaml.charCodeAt(at);
    if (BEGINS.has(char) || (BEGINS_BEFORE_BLANK.has(char) && yaml.charCodeAt(at + 1) === BLANK)) count++;
  }
  return count;
}

const BLANK = 0x20;
const BEGINS: ReadonlySet<number> = new Set([..."\n,[{"].map((char) => char.charCodeAt(0)));
const BEGINS_BEFORE_BLANK: ReadonlySet<number> = new Set([..."-?"].map((char) => char.charCodeAt(0)));

function parsedValue(document: Document): unknown {
  try {
    return document.toJS({ mapAsMap: true });
  } catch (error) {
    // Too many expanded aliases, or an alias without an anchor.
    throw new ConfigError(`line 1, column 1: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isTime(tag: string, format: string | undefined): boolean {
  return tag.endsWith("timestamp") || format === "TIME";
}

function positioned(message: string, at: { line: number; col: number } | undefined): string {
  const [what = message] = message.split(" at line ");
  return `line ${at?.line ?? 1}, column ${at?.col ?? 1}: ${what}`;
}

function stored(value: unknown): Stored {
  const writer = new ReplyWriter();
  write(writer, value, new Set());
  return writer.take().toString("latin1");
}

/** @param around the collections that contain this value, to detect cycles */
function write(writer: ReplyWriter, value: unknown, around: Set<unknown>): void {
  if (value === null || value === undefined) writer.null();
  else if (typeof value === "boolean") writer.bool(value);
  else if (typeof value === "bigint" && value >= INT64_MIN && value <= UINT64_MAX) writer.bigint(value);
  else if (typeof value === "bigint") writer.double(Number(value));
  else if (typeof value === "number") writer.double(value);
  else if (typeof value === "string") writer.text(binary(value));
  else if (value instanceof Uint8Array) writer.text(Buffer.from(value).toString("latin1"));
  else if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
    if (around.has(value)) throw new ConfigError("line 1, column 1: an alias stands inside of what it stands for");
    around.add(value);
    writeCollection(writer, value, around);
    around.delete(value);
  } else throw new ConfigError(`line 1, column 1: no configuration can hold ${String(value)}`);
}

function writeCollection(
  writer: ReplyWriter,
  value: readonly unknown[] | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  around: Set<unknown>,
): void {
  if (value instanceof Map) {
    writer.map(value.size);
    for (const [key, item] of value) {
      write(writer, key, around);
      write(writer, item, around);
    }
  } else if (value instanceof Set) {
    writer.map(value.size);
    for (const key of value) {
      write(writer, key, around);
      writer.null();
    }
  } else {
    const items = [...value];
    writer.array(items.length);
    for (const item of items) write(writer, item, around);
  }
}

function binary(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
