// Keeps a change that is made in pieces whole for whoever looks. Who works in pieces holds what the change is about: a work spec
// with its units, the workers, the locks. Whoever else reaches for it meets Held, before anything has been changed, waits for the
// release and asks once more; everything else goes on meanwhile.

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

/** Thrown where something is reached for that is held. */
export class Held extends Error {
  override readonly name = "Held";
  readonly code = "held";
  readonly hold: Hold;

  constructor(hold: Hold) {
    super("held by work in pieces");
    this.hold = hold;
  }
}

/** Something that can be held. */
export class Holdable {
  #hold: Hold | null = null;

  /** @throws Held */
  check(): void {
    if (this.#hold !== null) throw new Held(this.#hold);
  }

  /** The hold on it, where there is one. */
  get hold(): Hold | null {
    return this.#hold;
  }

  /** Does work in pieces, and lets nobody else in until it has ended. */
  *during<T, R>(work: Generator<T, R, undefined>): Generator<T, R, undefined> {
    this.check();
    const hold = new Hold();
    this.#hold = hold;
    try {
      return yield* work;
    } finally {
      this.#hold = null;
      hold.release();
    }
  }
}
