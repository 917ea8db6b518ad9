// Work that is done in pieces, between which other connections are served.
import { Held, type Hold } from "../domain/hold.ts";

/** Yields between pieces, a few milliseconds of work each at most: nothing, or what it has to wait for before it can go on. */
export type Steps<T = void> = Generator<Hold | undefined, T, undefined>;

/** Does this as often as it takes until nothing that it reaches for is held by others. */
export function* onceFree<T>(work: () => T): Steps<T> {
  for (;;) {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof Held)) throw thrown;
      yield thrown.hold;
    }
  }
}
