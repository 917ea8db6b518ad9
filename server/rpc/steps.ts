// Work done in pieces, between which other connections are served, with points where it may be cancelled.
import { Held, Hold, type Holdable } from "../domain/hold.ts";
import { finish, type Pieces } from "../domain/pieces.ts";

/** Yielded where no change is half made: a caller that no longer needs the result may call return() there. */
export const ENDABLE = Symbol("endable");

/** Small items of a message that are read in one piece. */
export const ITEMS_A_PIECE = 1000;

/**
 * Yields between pieces of at most a few milliseconds: undefined if a change is half made; ENDABLE if the work may be
 * cancelled; or a lock that it must wait for, where it may be cancelled too.
 */
export type Steps<T = void> = Generator<Hold | typeof ENDABLE | undefined, T, undefined>;

/** Makes work cancellable between any two pieces. Only for work that changes nothing and needs no cleaning up. */
export function* endable<T>(work: Pieces<T>): Steps<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield ENDABLE;
  }
}

/** Waits until the lock is released, or does the work that must come first. */
export function* untilFree({ until }: Held): Steps {
  if (until instanceof Hold) yield until;
  else yield* until;
}

/** Repeats a call until it does not throw Held any more. Before throwing, the call must not have changed anything. */
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

/** Does little work at once, more of it in pieces with `what` locked. */
export function littleOrHolding(isLittle: boolean, what: Holdable, work: () => Pieces): Steps | null {
  if (!isLittle) return what.during(work);
  finish(work());
  return null;
}

/** The same for work that only reads. */
export function littleOrLooking(isLittle: boolean, what: Holdable, work: () => Pieces): Steps | null {
  if (!isLittle) return what.during(() => endable(work()));
  finish(work());
  return null;
}
