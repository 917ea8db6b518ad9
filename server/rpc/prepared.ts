// Reads long parameters in advance and in pieces, which methods would otherwise read at once: lists of keys, and option
// maps with many entries.
import { COST, type Memory } from "../domain/memory.ts";
import { Cursor, MAJOR } from "../wire/cursor.ts";
import type { Method } from "./method.ts";
import { folded } from "./options.ts";
import { ENDABLE, type Steps } from "./steps.ts";

/** Lists and maps up to this many items are left to the method. */
const FEW = 1000;
const ITEMS_A_PIECE = 1000;

/**
 * Makes a call with its long parameters read in advance, and releases the memory for them afterwards.
 * @param params at the first parameter of a call in a large message
 * @returns the remaining work of the call
 */
export function* prepared(
  params: Cursor,
  method: Method,
  memory: Memory,
  call: (params: Cursor) => Steps | null,
): Steps {
  const reading = new Reading(memory);
  try {
    const left = call(yield* readAhead(params, method, reading));
    if (left !== null) yield* left;
  } finally {
    reading.release();
  }
}

function* readAhead(params: Cursor, method: Method, reading: Reading): Steps<Cursor> {
  const from = new Cursor(params.bytes, params.at, params.index);
  /** The option maps to be cut out, and what replaces them. */
  const cut: { start: number; end: number; kept: Buffer }[] = [];
  for (const name of method.params) {
    if (name.startsWith("options") && from.peekMajor() === MAJOR.map) {
      const start = from.at;
      const kept = yield* reading.options(from);
      if (kept !== null) cut.push({ start, end: from.at, kept });
    } else if (name === "work_unit_keys") {
      yield* reading.list(from);
    } else {
      from.skip();
    }
  }
  const [only] = cut;
  // No method has more than one options map, which is the last parameter.
  if (only === undefined) return new Cursor(params.bytes, params.at, params.index, reading.lists).inMessageOf(params);
  const before = params.bytes.subarray(params.at, only.start);
  return new Cursor(Buffer.concat([before, only.kept])).inMessageOf(params);
}

class Reading {
  readonly lists = new Map<number, string[]>();
  readonly #memory: Memory;
  #counted = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  release(): void {
    this.#memory.pass(-this.#counted);
    this.#counted = 0;
  }

  /** Skips an option map. @returns if it has very many entries, those that may be options; else null */
  *options(from: Cursor): Steps<Buffer | null> {
    const start = from.at;
    const count = from.enter();
    if (count > FEW) {
      from.at = start;
      return from.isKnownTextKeyed ? yield* this.#few(from) : this.#past(from);
    }
    for (let left = count; left > 0; left--) {
      from.skip();
      yield* this.list(from);
    }
    return null;
  }

  /** Reads a long list of strings, and skips any other item. */
  *list(from: Cursor): Steps {
    const start = from.at;
    if (from.peekMajor() === MAJOR.array) {
      const count = from.enter();
      if (count > FEW) {
        const list = yield* this.#strings(from, count);
        if (list !== null) this.lists.set(start, list);
      }
    }
    from.at = start;
    from.skip();
  }

  #past(from: Cursor): null {
    from.skip();
    return null;
  }

  *#strings(from: Cursor, count: number): Steps<string[] | null> {
    const list: string[] = [];
    let bytes = 0;
    for (let left = count; left > 0; left--) {
      const major = from.peekMajor();
      if (major !== MAJOR.text && major !== MAJOR.bytes) return null;
      const text = from.readBinary();
      list.push(text);
      bytes += COST.string + text.length;
      if (left % ITEMS_A_PIECE !== 0) continue;
      this.#count(bytes);
      bytes = 0;
      yield ENDABLE;
    }
    this.#count(bytes);
    return list;
  }

  /** The entries whose name may be an option's: at most a few hundred bytes in total in any spelling. */
  *#few(from: Cursor): Steps<Buffer> {
    const kept: Buffer[] = [];
    for (let left = from.enter(); left > 0; left--) {
      const start = from.at;
      const name = from.readBinary();
      from.skip();
      if (OPTION_NAMES.has(folded(name))) kept.push(from.bytes.subarray(start, from.at));
      if (left % ITEMS_A_PIECE === 0) yield ENDABLE;
    }
    const head = Buffer.alloc(5);
    head.writeUInt8(0xba, 0);
    head.writeUInt32BE(kept.length, 1);
    return Buffer.concat([head, ...kept]);
  }

  #count(bytes: number): void {
    this.#memory.pass(bytes);
    this.#counted += bytes;
  }
}

/** The options of all methods. */
const OPTION_NAMES: ReadonlySet<string> = new Set([
  "adjustment",
  "all",
  "available_gb",
  "continuous",
  "data",
  "interval",
  "lease_time",
  "limit",
  "max_jobs",
  "max_running",
  "priority",
  "start",
  "state",
  "status",
  "weight",
  "work_spec_names",
  "work_unit_keys",
  "worker_id",
]);
