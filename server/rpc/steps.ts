// Work that is done in pieces, between which other connections are served.
import { Held, Hold, type Holdable } from "../domain/hold.ts";
import { finish, type Pieces } from "../domain/pieces.ts";

/** Yielded between two pieces where nothing is left half done: whoever does not want the answer any more may return(). */
export const ENDABLE = Symbol("endable");

/**
 * Yields between pieces, a few milliseconds of work each at most: nothing, where a change is half made; ENDABLE; or what it has to
 * wait for before it can go on, where it may end as well.
 */
export type Steps<T = void> = Generator<Hold | typeof ENDABLE | undefined, T, undefined>;

/** Work that changes nothing, and needs nothing to be tidied up, may end between any two pieces. */
export function* endable<T>(work: Pieces<T>): Steps<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield ENDABLE;
  }
}

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

/** The same for work that only looks. */
export function littleOrLooking(isLittle: boolean, what: Holdable, work: () => Pieces): Steps | null {
  if (!isLittle) return what.during(() => endable(work()));
  finish(work());
  return null;
}
