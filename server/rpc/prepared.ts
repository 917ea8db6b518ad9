// Reads long parameters in advance and in pieces, which methods would otherwise read at once: lists of keys and of
// states, option maps with many entries, and large maps to be stored.
import type { Memory } from "../domain/memory.ts";
import { byteAt } from "../wire/byte-at.ts";
import { Cursor, type ListAhead, MAJOR, type MapAhead, type ReadAhead } from "../wire/cursor.ts";
import { movedIndex } from "../wire/message-index.ts";
import { readMapAhead } from "./large-map.ts";
import { readStatesAhead, readStringsAhead } from "./long-lists.ts";
import type { Method } from "./method.ts";
import { folded } from "./options.ts";
import { ENDABLE, endable, ITEMS_A_PIECE, type Steps } from "./steps.ts";

/** Lists and maps up to this many items are left to the method. */
const FEW = 1000;
/** Maps to be stored of up to this many bytes are left to the method. */
const LARGE_MAP = 65_536;

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

function* readAhead(sent: Cursor, method: Method, reading: Reading): Steps<Cursor> {
  const params = yield* withoutOtherOptions(sent, method);
  const from = new Cursor(params.bytes, params.at, params.index).inMessageOf(params);
  for (const name of method.params) {
    if (name.startsWith("options") && from.peekMajor() === MAJOR.map) yield* reading.options(from);
    else if (name === "work_unit_keys") yield* reading.list(from, "");
    else if (name === "work_unit_key_vals") yield* reading.items(from);
    else if (name === "work_spec" || name === "data") yield* reading.map(from, "");
    else from.skip();
  }
  return new Cursor(params.bytes, params.at, params.index, reading).inMessageOf(params);
}

/** The same parameters, without the entries of an option map with very many that are no options. */
function* withoutOtherOptions(params: Cursor, method: Method): Steps<Cursor> {
  const from = new Cursor(params.bytes, params.at, params.index);
  for (const name of method.params) {
    const { at } = from;
    // No method has more than one option map, which is the last parameter.
    if (name.startsWith("options") && from.isKnownTextKeyed && from.enter() > FEW) {
      from.at = at;
      const kept = yield* optionsIn(from);
      const parts = [params.bytes.subarray(params.at, at), headOf(kept.length), ...kept];
      const index = movedIndex(params.index, params.bytes, parts);
      return new Cursor(Buffer.concat(parts), 0, index).inMessageOf(params);
    }
    from.at = at;
    from.skip();
  }
  return params;
}

/** The entries whose name may be an option's: at most a few hundred bytes of names in total in any spelling. */
function* optionsIn(from: Cursor): Steps<Buffer[]> {
  const kept: Buffer[] = [];
  for (let left = from.enter(); left > 0; left--) {
    const start = from.at;
    const name = from.readBinary();
    from.skip();
    if (OPTION_NAMES.has(folded(name))) kept.push(from.bytes.subarray(start, from.at));
    if (left % ITEMS_A_PIECE === 0) yield ENDABLE;
  }
  return kept;
}

/** The head of a map. */
function headOf(count: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(0xba, 0);
  head.writeUInt32BE(count, 1);
  return head;
}

class Reading implements ReadAhead {
  readonly strings = new Map<number, ListAhead<string>>();
  readonly states = new Map<number, ListAhead<number>>();
  readonly maps = new Map<number, MapAhead>();
  readonly #memory: Memory;
  #counted = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  release(): void {
    this.#memory.pass(-this.#counted);
    this.#counted = 0;
  }

  /** Reads the long values of an option map. */
  *options(from: Cursor): Steps {
    const start = from.at;
    const count = from.enter();
    // Not all keys are text, which the method complains about.
    if (count > FEW && from.index?.textKeyed.has(start) !== true) {
      from.at = start;
      from.skip();
      return;
    }
    for (let left = count; left > 0; left--) {
      const key = from.peekMajor() === MAJOR.text ? folded(from.readBinary()) : from.skip();
      if (key === "data") yield* this.map(from, "Data");
      else if (key === "state") yield* this.list(from, "State");
      else if (key === "work_unit_keys" || key === "work_spec_names") yield* this.list(from, key);
      else from.skip();
    }
  }

  /** Reads a long list of strings, or of states, and skips any other item. */
  *list(from: Cursor, name: string): Steps {
    const start = from.at;
    const isList = from.peekMajor() === MAJOR.array || (name === "State" && from.isTuple);
    const length = isList ? from.enter() : 0;
    if (length > FEW && name === "State") {
      this.states.set(start, yield* readStatesAhead(from, length, name));
    } else if (length > FEW) {
      const strings = yield* readStringsAhead(from, length, name, (bytes) => this.#count(bytes));
      this.strings.set(start, strings);
    }
    from.at = start;
    from.skip();
  }

  /** Reads the large data of units to be added, and skips the list. */
  *items(from: Cursor): Steps {
    const start = from.at;
    const { index } = from;
    if (from.peekMajor() === MAJOR.array && index !== null && hasLargeMap(from)) {
      for (let left = from.enter(); left > 0; left--) {
        const item = from.at;
        const end = index.ends.get(item);
        if (end !== undefined && end - item > LARGE_MAP && (from.peekMajor() === MAJOR.array || from.isTuple)) {
          if (from.enter() > 1) {
            from.skip();
            yield* this.map(from, "Data");
          }
        }
        from.at = item;
        from.skip();
        if (left % ITEMS_A_PIECE === 0) yield ENDABLE;
      }
    }
    from.at = start;
    from.skip();
  }

  /** Reads a large map to be stored, and skips any other item. */
  *map(from: Cursor, name: string): Steps {
    const start = from.at;
    from.skip();
    const length = from.at - start;
    from.at = start;
    if (length > LARGE_MAP && from.peekMajor() === MAJOR.map) {
      this.#count(length);
      this.maps.set(start, yield* endable(readMapAhead(from, name)));
    }
    from.at = start;
    from.skip();
  }

  #count(bytes: number): void {
    this.#memory.pass(bytes);
    this.#counted += bytes;
  }
}

function hasLargeMap({ index, bytes }: Cursor): boolean {
  for (const [start, end] of index?.ends ?? []) {
    if (end - start > LARGE_MAP && byteAt(bytes, start) >> 5 === MAJOR.map) return true;
  }
  return false;
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
