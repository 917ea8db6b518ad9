// Splits a stream into top-level CBOR items as its bytes come. Each byte is looked at once and no item is built, so that
// neither a frame in many pieces nor one that never ends costs more than its own bytes.
import { elementAt } from "../element-at.ts";
import { CborError, type Head, readHead } from "./item.ts";

export type Splitter = {
  /** The whole items that end in this chunk, each in bytes of its own. Nothing once the stream is malformed. */
  push(chunk: Uint8Array): Uint8Array[];
  /** What has come of the next item. */
  rest(): Uint8Array;
  /** Why the stream can never become an item any more; undefined while it can. */
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
      // The frames keep the old bytes; what is left begins new ones.
      held = Buffer.alloc(0);
      length = 0;
      if (start < bytes.length) hold(bytes.subarray(start));
      return frames;
    },
    rest: () => held.subarray(0, length),
    malformed: () => error,
  };
}

/** Finds where the item at the start of some bytes ends, which may come piece by piece. */
type Scan = {
  /** Goes on where it stopped, in all bytes of the item so far. @returns its end, or undefined. @throws CborError */
  on(bytes: Uint8Array): number | undefined;
};

/** More levels than this are in no message of any client or daemon, and each costs memory. */
const MAX_LEVELS = 1_000_000;

/** What an open item holds: chunks of its own major type, keys and values, or anything. */
type Kind = 2 | 3 | "pairs" | "items";

function createScan(): Scan {
  const kinds: Kind[] = [];
  /** How many items each open one has so far, and how many it must have: Infinity until a break. */
  const done: number[] = [];
  const total: number[] = [];
  let at = 0;
  let ended = false;

  /** An item ended, and with it all that it was the last one of. @returns whether nothing is open any more */
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
    if ((within === 2 || within === 3) && (major !== within || argument === Infinity)) {
      throw new CborError("bad-chunk", at, "a chunk of an indefinite string must be a definite one of its kind");
    }
    at += head;
    if (major === 2 || major === 3) {
      if (argument === Infinity) return open(major, argument);
      at += argument;
      return close();
    }
    if (major === 4) return open("items", argument);
    if (major === 5) return open("pairs", 2 * argument);
    return major === 6 ? open("items", 1) : close();
  }

  return {
    on(bytes) {
      while (!ended && at < bytes.length) {
        if (bytes[at] === 0xff) ended = stop();
        else {
          const head = readHead(bytes, at);
          if (head === undefined) return undefined;
          ended = item(head);
        }
      }
      // A string at the end may go on beyond what has come.
      return ended && at <= bytes.length ? at : undefined;
    },
  };
}
