// The Go daemon lists work units and work specs in random order. For a peer whose list has `lists`, the lists in its
// replies, live or recorded, are sorted by key or name before they are compared.
import { splitFrames } from "../cbor/frame.ts";
import type { Golden } from "../golden/format.ts";
import { changedPlayer, type Player } from "../run/player.ts";
import { byKey } from "./listed.ts";

/** The same player, with the lists in its replies sorted. */
export function withListsInOrder(player: Player): Player {
  return changedPlayer(player, async (golden, play) => {
    const played = await play(golden);
    return played.map((step) => {
      const requests = requestsOf(golden, step.step);
      return { ...step, replies: step.replies.map((reply, i) => byKey(requests[i], reply)) };
    });
  });
}

function requestsOf({ steps }: Golden, number: number): readonly Uint8Array[] {
  const step = steps.find((each) => each.number === number);
  return step?.kind === "exchange" ? splitFrames(Buffer.concat(step.sends)).frames : [];
}
