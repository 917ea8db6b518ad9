// The Python daemon puts its traceback into the message of an error: file names of the machine it runs on, and line numbers
// of its own sources. A peer whose list says `tracebacks: cut` is seen without them, live and recorded alike: what is
// compared is the first line, which names the exception.

import { encodeHead } from "../cbor/assemble.ts";
import { replaceItems, tryOpenFrame } from "../cbor/frame.ts";
import type { Item, StringItem } from "../cbor/item.ts";
import { fieldOf, isString } from "../cbor/reading.ts";
import { changedPlayer, type Player } from "../run/player.ts";

/** The same player, its replies without tracebacks. */
export function withoutTracebacks(player: Player): Player {
  return changedPlayer(player, async (golden, play) => {
    const played = await play(golden);
    return played.map((step) => ({ ...step, replies: step.replies.map(cutTraceback) }));
  });
}

/** A reply, or the reply to a batch, whose error messages end before their traceback; any other bytes as they are. */
export function cutTraceback(reply: Uint8Array): Uint8Array {
  const message = tryOpenFrame(reply)?.message;
  const replies = message?.kind === "array" ? message.items : [message];
  const changes = replies.flatMap((each) => {
    const text = fieldOf(fieldOf(each, "error"), "message");
    return isString(text) ? cut(text) : [];
  });
  return replaceItems(reply, changes);
}

const START = "\nTraceback (most recent call last):\n";

function cut(item: StringItem): { item: Item; by: Uint8Array }[] {
  const value = Buffer.from(item.value);
  const end = value.indexOf(START);
  if (end < 0) return [];
  const major = item.kind === "bytes" ? 2 : 3;
  return [{ item, by: Buffer.concat([encodeHead(major, BigInt(end)), value.subarray(0, end)]) }];
}
