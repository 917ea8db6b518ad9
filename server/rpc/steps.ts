// Work that is done in pieces, between which other connections are served.
import { Held, Hold, type Holdable } from "../domain/hold.ts";
import { finish, type Pieces } from "../domain/pieces.ts";

/** Yields between pieces, a few milliseconds of work each at most: nothing, or what it has to wait for before it can go on. */
export type Steps<T = void> = Generator<Hold | undefined, T, undefined>;

/** Waits until what was reached for is held no more, or does what has to be done first. */
export function* untilFree({ until }: Held): Steps {
  if (until instanceof Hold) yield until;
  else yield* until;
}

/** Does this as often as it takes until nothing that it reaches for is held by others. It must change nothing before that. */
export function* onceFree<T>(work: () => T): Steps<T> {
  for (;;) {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof Held)) throw thrown;
      yield* untilFree(thrown);
    }
  }
}

/** Does work at once where it is little, else leaves it to be done in pieces while nobody else gets at what it is about. */
export function littleOrHolding(isLittle: boolean, what: Holdable, work: () => Pieces): Steps | null {
  if (!isLittle) return what.during(work);
  finish(work());
  return null;
}
