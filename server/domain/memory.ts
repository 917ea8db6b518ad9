// Accounts for the memory that clients make the daemon use, and enforces its limit. It is computed, not measured: so
// garbage does not count, and each call knows whether there is enough before it changes anything. The costs are those
// of V8 on 64-bit machines, rounded up.

/** Bytes that each of these takes in addition to its strings. */
export const COST = { spec: 2_000, unit: 200, attempt: 120, lease: 160, worker: 300, lock: 400, string: 40 } as const;

/** Share of the limit for stored data; the rest is for messages, replies, and for processing stored data. */
const STORED_SHARE = 0.7;
/** Share of the limit for data of work in progress: attempts, and the data of finished units. */
const WORK_SHARE = 0.85;

/** Thrown before anything was changed. The message is sent to the client. */
export class OutOfMemory extends Error {
  override readonly name = "OutOfMemory";
  readonly code = "out-of-memory";

  constructor(more: number, most: number) {
    super(`out of memory: ${more} more bytes are beyond the ${most} that the daemon may hold`);
  }
}

export class Memory {
  /** The limit in bytes. */
  readonly most: number;
  /** Bytes of data stored until it is deleted or expires. */
  stored = 0;
  /** Bytes in transit: messages, replies, and what a call needs while it is executed. */
  passing = 0;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.most = most;
  }

  /** Whether the limit is exceeded. */
  get isExceeded(): boolean {
    return this.stored + this.passing > this.most;
  }

  /** Checks whether this many more bytes can be stored. @throws OutOfMemory */
  expectStored(more: number): void {
    if (this.stored + more > this.most * STORED_SHARE) throw new OutOfMemory(more, this.most);
  }

  /** The same for work on stored data. @throws OutOfMemory */
  expectWork(more: number): void {
    if (more > 0 && this.stored + more > this.most * WORK_SHARE) throw new OutOfMemory(more, this.most);
  }

  /** Counts bytes in transit; a negative number releases them. @throws OutOfMemory */
  pass(more: number): void {
    if (more > 0 && this.stored + this.passing + more > this.most) throw new OutOfMemory(more, this.most);
    this.passing += more;
  }
}

/** Bytes of a binary string, one char a byte. */
export function sizeOf(text: string | null): number {
  return text === null ? 0 : text.length;
}
