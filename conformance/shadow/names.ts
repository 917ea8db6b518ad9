// Maps generated names: where the primary generated a unit's key, the secondary gets its own key in requests. If
// several work specs have work, get_work chooses at random, so the secondary is asked for the spec that the primary
// chose.
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
  /** The request of an exchange as it is sent to the secondary. */
  forSecondary(turn: Turn): Uint8Array;
  /**
   * Whether two strings in the replies are the same name, which each daemon generated; binds them if both look
   * generated.
   */
  same(primary: Place, secondary: Place): boolean;
};

/** Beyond this number the oldest names are forgotten, since a shadow may run for days. */
const MOST_NAMES = 100_000;

export function createNames(): Names {
  const said = createMarks();
  /** The secondary's names by those of the primary. */
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
