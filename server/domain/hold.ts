// Locks that isolate changes made in pieces. Work in pieces locks what it changes: a work spec with its units, all work
// specs, the workers, the locks. Other calls that need it throw Held before they have changed anything, wait, and are
// executed again; calls on other data continue meanwhile.
import type { Pieces } from "./pieces.ts";

export class Hold {
  readonly #waiting: (() => void)[] = [];
  #isReleased = false;

  /** Calls back when the lock is released, in the order of the calls; at once if it has been already. */
  whenReleased(call: () => void): void {
    if (this.#isReleased) call();
    else this.#waiting.push(call);
  }

  release(): void {
    this.#isReleased = true;
    for (const call of this.#waiting.splice(0)) call();
  }
}

/** Thrown on access to something that is locked, or whose expired leases and delays must be processed first. */
export class Held extends Error {
  override readonly name = "Held";
  readonly code = "held";
  /** The lock to wait for; or work that any caller may execute first. */
  readonly until: Hold | Pieces;

  constructor(until: Hold | Pieces) {
    super("held by work in pieces");
    this.until = until;
  }
}

/** The locks of several things that are locked one by one. */
export class HeldOnes {
  readonly #holds = new Set<Hold>();

  /** @throws Held if one of them is locked */
  check(): void {
    for (const hold of this.#holds) throw new Held(hold);
  }

  add(hold: Hold): void {
    this.#holds.add(hold);
  }

  delete(hold: Hold): void {
    this.#holds.delete(hold);
  }
}

/** Something that can be locked. */
export class Holdable {
  readonly #among: HeldOnes | null;
  #hold: Hold | null = null;

  /** @param among gets to know of its locks */
  constructor(among: HeldOnes | null = null) {
    this.#among = among;
  }

  /** @throws Held */
  check(): void {
    if (this.#hold !== null) throw new Held(this.#hold);
  }

  get isHeld(): boolean {
    return this.#hold !== null;
  }

  /** Executes work in pieces under the lock. @throws Held */
  *during<Y, R>(work: () => Generator<Y, R, undefined>): Generator<Y, R, undefined> {
    this.check();
    const hold = new Hold();
    this.#hold = hold;
    this.#among?.add(hold);
    try {
      return yield* work();
    } finally {
      this.#hold = null;
      this.#among?.delete(hold);
      hold.release();
    }
  }
}
