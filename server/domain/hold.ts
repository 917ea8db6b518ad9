// Keeps a change that is made in pieces whole for whoever looks. Who works in pieces holds what the change is about: a work spec
// with its units, all work specs, the workers, the locks. Whoever else reaches for it meets Held, before anything has been changed,
// waits and asks once more; everything else goes on meanwhile.
import type { Pieces } from "./pieces.ts";

export class Hold {
  readonly #waiting: (() => void)[] = [];
  #isReleased = false;

  /** Calls once it is released, in the order in which they came; at once where it is already. */
  whenReleased(call: () => void): void {
    if (this.#isReleased) call();
    else this.#waiting.push(call);
  }

  release(): void {
    this.#isReleased = true;
    for (const call of this.#waiting.splice(0)) call();
  }
}

/** Thrown where something is reached for that is held, or that has to be brought up to date first. */
export class Held extends Error {
  override readonly name = "Held";
  readonly code = "held";
  /** What to wait for; or what to do, and anybody may do it. */
  readonly until: Hold | Pieces;

  constructor(until: Hold | Pieces) {
    super("held by work in pieces");
    this.until = until;
  }
}

/** Something that can be held. */
export class Holdable {
  #hold: Hold | null = null;

  /** @throws Held */
  check(): void {
    if (this.#hold !== null) throw new Held(this.#hold);
  }

  get isHeld(): boolean {
    return this.#hold !== null;
  }

  /** Does work in pieces, and lets nobody else in until it has ended. @throws Held */
  *during<Y, R>(work: () => Generator<Y, R, undefined>): Generator<Y, R, undefined> {
    this.check();
    const hold = new Hold();
    this.#hold = hold;
    try {
      return yield* work();
    } finally {
      this.#hold = null;
      hold.release();
    }
  }
}
