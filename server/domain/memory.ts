// How much clients make the daemon hold, and how much that may be. Counted, not measured: what a garbage collector will give back
// is no part of it, and every call knows before it changes anything whether there is room. The costs are those of V8 on a 64-bit
// machine, rounded up.

/** Bytes that each of these takes beside its strings. */
export const COST = { spec: 2_000, unit: 200, attempt: 120, lease: 160, worker: 300, lock: 400, string: 40 } as const;

/** The share of all memory that may be stored in; the rest is for messages, replies, and to work off what is stored. */
const STORED_SHARE = 0.7;
/** The same for what belongs to work that is under way: attempts, and the data of what is finished. */
const WORK_SHARE = 0.85;

/** Thrown before anything is changed. The message is for the client. */
export class OutOfMemory extends Error {
  override readonly name = "OutOfMemory";
  readonly code = "out-of-memory";

  constructor(more: number, most: number) {
    super(`out of memory: ${more} more bytes are beyond the ${most} that the daemon may hold`);
  }
}

export class Memory {
  /** Bytes that may be held in all. */
  readonly most: number;
  /** Bytes of what is stored until somebody deletes it or its time is over. */
  stored = 0;
  /** Bytes of what passes: messages, replies, what a call needs while it is under way. */
  passing = 0;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.most = most;
  }

  /** Whether more is held than may be. */
  get isExceeded(): boolean {
    return this.stored + this.passing > this.most;
  }

  /** @throws OutOfMemory where so many bytes cannot be stored beside what is there */
  expectStored(more: number): void {
    if (this.stored + more > this.most * STORED_SHARE) throw new OutOfMemory(more, this.most);
  }

  /** The same for work on what is there. */
  expectWork(more: number): void {
    if (more > 0 && this.stored + more > this.most * WORK_SHARE) throw new OutOfMemory(more, this.most);
  }

  /** Counts what a message, a reply or a call needs for a while; a negative number gives it back. @throws OutOfMemory */
  pass(more: number): void {
    if (more > 0 && this.stored + this.passing + more > this.most) throw new OutOfMemory(more, this.most);
    this.passing += more;
  }
}

/** Bytes of a string, one char a byte. */
export function sizeOf(text: string | null): number {
  return text === null ? 0 : text.length;
}
