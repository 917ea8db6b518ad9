// The Python daemon's error messages contain its traceback, with file names of its machine and line numbers. For a peer
// whose list says `tracebacks: cut`, all but the first line, which names the exception, is removed from its replies,
// live or recorded.

import { replaceItems, tryOpenFrame } from "../cbor/frame.ts";
import { encodeHead, MAJOR } from "../cbor/head.ts";
import type { Item, StringItem } from "../cbor/item.ts";
import { elementsOf, fieldOf, isString } from "../cbor/reading.ts";
import { changedPlayer, type Player } from "../run/player.ts";
import { withPlainNumbers } from "./whole-numbers.ts";

/** The same player, with tracebacks removed from its replies. */
export function withoutTracebacks(player: Player): Player {
  return changedPlayer(player, async (golden, play) => {
    const played = await play(golden);
    return played.map((step) => ({ ...step, replies: step.replies.map(cutTraceback) }));
  });
}

/**
 * A reply, or the reply to a batch, with its error messages cut before the traceback, and with whole numbers in a
 * uniform form in all messages; any other bytes unchanged.
 */
export function cutTraceback(reply: Uint8Array): Uint8Array {
  const message = tryOpenFrame(reply)?.message;
  const replies = message?.kind === "array" ? message.items : [message];
  const changes = replies.flatMap((each) => {
    const texts = [fieldOf(fieldOf(each, "error"), "message"), elementsOf(fieldOf(each, "result"))[1]];
    return texts.flatMap((text) => (isString(text) ? cut(text) : []));
  });
  return replaceItems(reply, changes);
}

const START = "\nTraceback (most recent call last):\n";

function cut(item: StringItem): { item: Item; by: Uint8Array }[] {
  const text = Buffer.from(item.value).toString("latin1");
  const end = text.indexOf(START);
  const told = withPlainNumbers(end < 0 ? text : text.slice(0, end));
  if (told === text) return [];
  return [{ item, by: Buffer.concat([encodeHead(MAJOR[item.kind], told.length), Buffer.from(told, "latin1")]) }];
}
