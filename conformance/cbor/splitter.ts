// Splits a stream into top-level CBOR items as its bytes arrive. Reads each byte once and builds no items, so that a
// frame in many pieces or one that never ends costs time and memory only in proportion to its bytes.
import { elementAt } from "../element-at.ts";
import { CborError } from "./cbor-error.ts";
import { BREAK, type Head, MAJOR, readHead } from "./head.ts";

export type Splitter = {
  /** The complete items that end in this chunk, each as its own bytes. Empty once the stream is malformed. */
  push(chunk: Uint8Array): Uint8Array[];
  /** The bytes of the incomplete item at the end. */
  rest(): Uint8Array;
  /** Why the stream can never continue with a well-formed item; undefined while it can. */
  malformed(): CborError | undefined;
};

export function createSplitter(): Splitter {
  let held = Buffer.alloc(0);
  let length = 0;
  let scan = createScan();
  let error: CborError | undefined;

  function hold(chunk: Uint8Array): void {
    if (length + chunk.length > held.length) {
      const grown = Buffer.alloc(Math.max(2 * held.length, length + chunk.length));
      held.copy(grown, 0, 0, length);
      held = grown;
    }
    held.set(chunk, length);
    length += chunk.length;
  }

  return {
    push(chunk) {
      if (error !== undefined) return [];
      if (length > 0) hold(chunk);
      const bytes = length > 0 ? held.subarray(0, length) : chunk;
      const frames: Uint8Array[] = [];
      let start = 0;
      try {
        while (start < bytes.length) {
          const end = scan.on(bytes.subarray(start));
          if (end === undefined) break;
          frames.push(bytes.subarray(start, start + end));
          start += end;
          scan = createScan();
        }
      } catch (cause) {
        if (!(cause instanceof CborError)) throw cause;
        error = cause;
      }
      if (length > 0 && start === 0) return frames;
      // The returned frames refer to the old buffer; the remaining bytes are copied into a new one.
      held = Buffer.alloc(0);
      length = 0;
      if (start < bytes.length) hold(bytes.subarray(start));
      return frames;
    },
    rest: () => held.subarray(0, length),
    malformed: () => error,
  };
}

/** Finds the end of an item whose bytes arrive in pieces. */
type Scan = {
  /**
   * Continues where it stopped; `bytes` holds all of the item so far.
   * @returns its end, or undefined.
   * @throws CborError
   */
  on(bytes: Uint8Array): number | undefined;
};

/** Nesting limit that no real message reaches; each level takes memory. */
const MAX_LEVELS = 1_000_000;

/** What an open item may contain: chunks of its own major type, keys and values, or any items. */
type Kind = typeof MAJOR.bytes | typeof MAJOR.text | "pairs" | "items";

function createScan(): Scan {
  const kinds: Kind[] = [];
  /** For each open item how many children it has so far, and how many it must have: Infinity until a break. */
  const done: number[] = [];
  const total: number[] = [];
  let at = 0;
  let ended = false;

  /** Counts an item as complete, and all containers that it completes. @returns whether no item is open any more */
  function close(): boolean {
    for (let top = kinds.length - 1; top >= 0; top--) {
      const count = elementAt(done, top) + 1;
      done[top] = count;
      if (count !== total[top]) return false;
      drop();
    }
    return true;
  }

  function drop(): void {
    kinds.pop();
    done.pop();
    total.pop();
  }

  function open(kind: Kind, count: number): boolean {
    if (count === 0) return close();
    if (kinds.length === MAX_LEVELS) throw new CborError("too-large", at, `more than ${MAX_LEVELS} levels are open`);
    kinds.push(kind);
    done.push(0);
    total.push(count);
    return false;
  }

  function stop(): boolean {
    const top = kinds.length - 1;
    if (total[top] !== Infinity) throw new CborError("stray-break", at, "a break outside an indefinite item");
    if (kinds[top] === "pairs" && elementAt(done, top) % 2 === 1) {
      throw new CborError("odd-map", at, "a map ends after a key");
    }
    drop();
    at += 1;
    return close();
  }

  function item({ major, head, argument }: Head): boolean {
    const within = kinds.at(-1);
    if ((within === MAJOR.bytes || within === MAJOR.text) && (major !== within || argument === Infinity)) {
      throw new CborError("bad-chunk", at, "a chunk of an indefinite string must be a definite one of its kind");
    }
    at += head;
    if (major === MAJOR.bytes || major === MAJOR.text) {
      if (argument === Infinity) return open(major, argument);
      at += argument;
      return close();
    }
    if (major === MAJOR.array) return open("items", argument);
    if (major === MAJOR.map) return open("pairs", 2 * argument);
    return major === MAJOR.tag ? open("items", 1) : close();
  }

  return {
    on(bytes) {
      while (!ended && at < bytes.length) {
        if (bytes[at] === BREAK) ended = stop();
        else {
          const head = readHead(bytes, at);
          if (head === undefined) return undefined;
          ended = item(head);
        }
      }
      // A string at the end may continue in the next chunk.
      return ended && at <= bytes.length ? at : undefined;
    },
  };
}
