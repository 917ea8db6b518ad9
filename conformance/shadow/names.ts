// What each daemon names itself: a unit's key that the primary made up is another one at the secondary, which is asked for
// its own. Which unit comes where several work specs have work is chance: the secondary is asked for the spec that was drawn.
import { openFrame, replaceItems } from "../cbor/frame.ts";
import type { Item } from "../cbor/item.ts";
import { walk } from "../cbor/path.ts";
import { stringOf } from "../cbor/reading.ts";
import { unitsIn } from "../traffic/draws.ts";
import { pinned } from "../traffic/pin.ts";
import type { Turn } from "../traffic/turn.ts";
import { createMarks, patternOfMadeUp } from "../traffic/varying.ts";

type Place = { readonly item: Item; readonly inner: Uint8Array };

export type Names = {
  /** The request of a turn as the secondary is to get it. */
  forSecondary(turn: Turn): Uint8Array;
  /** Whether two strings of a reply are one name, each daemon's own; binds them when both look made up. */
  same(primary: Place, secondary: Place): boolean;
};

/** Of so many names the oldest are forgotten: a shadow runs for days. */
const MOST_NAMES = 100_000;

export function createNames(): Names {
  const said = createMarks();
  /** By what the primary calls it, the secondary's bytes. */
  const bound = new Map<string, Uint8Array>();
  return {
    forSecondary(turn) {
      const { inner, message } = openFrame(turn.send);
      if (inner === undefined || message === undefined) return turn.send;
      for (const { item } of walk(message, inner)) {
        const string = stringOf(item);
        if (string !== undefined && !bound.has(string)) said.add(string);
      }
      const [drawn] = unitsIn(turn);
      const send = drawn === undefined ? turn.send : pinned(turn.send, drawn.spec);
      return bound.size === 0 ? send : renamed(send, bound);
    },
    same(primary, secondary) {
      const [own, other] = [stringOf(primary.item), stringOf(secondary.item)];
      if (own === undefined || other === undefined) return false;
      const bytes = secondary.inner.subarray(secondary.item.at, secondary.item.end);
      const known = bound.get(own);
      if (known !== undefined) return Buffer.from(known).equals(bytes);
      const like = patternOfMadeUp(own, said);
      if (like === undefined || patternOfMadeUp(other, said) === undefined) return false;
      bound.set(own, Buffer.from(bytes));
      const [oldest] = bound.keys();
      if (bound.size > MOST_NAMES && oldest !== undefined) bound.delete(oldest);
      return true;
    },
  };
}

function renamed(send: Uint8Array, bound: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const { inner, message } = openFrame(send);
  if (inner === undefined || message === undefined) return send;
  const changes = [...walk(message, inner)].flatMap(({ item }) => {
    const name = stringOf(item);
    const by = name === undefined ? undefined : bound.get(name);
    return by === undefined ? [] : [{ item, by }];
  });
  return replaceItems(send, changes);
}
