// Plays all cases with pauses at the same time on one daemon, and other cases meanwhile. Cases that do not pass are put
// back into the queue, to be played alone.
import type { Golden } from "../../golden/format.ts";
import type { Play, Player } from "../player.ts";
import type { Result } from "../result.ts";
import { type Fit, fitOf, fitsBetween, holdsLocks, sizeOf } from "./fits.ts";
import { waits } from "./waits.ts";

export type TogetherOptions = {
  readonly player: Player;
  /** Cases not played yet. Cases are removed when started; those that do not pass are put back at the front. */
  readonly queue: Golden[];
  /** Plays a case and judges it. */
  check(golden: Golden, play: Play): Promise<Result>;
  /** Called for each case that passes. */
  passed(result: Result): void;
  /** Whether no further case may be started. */
  isOver(): boolean;
};

export async function playTogether({ player, queue, check, passed, isOver }: TogetherOptions): Promise<void> {
  const fits = new Map(queue.filter(waits).map((golden) => [golden, fitOf(golden)]));
  const fitting = (fit: Fit) => [...fits.keys()].filter((golden) => fits.get(golden) === fit);
  const waiting = [...fits.keys()].filter((golden) => fits.get(golden) !== "none");
  if (waiting.length < 2) return;
  // Nobody else takes them meanwhile.
  take(queue, waiting);
  const back: Golden[] = [];
  const together = await player.together?.(waiting);
  if (together === undefined) {
    queue.unshift(...waiting);
    return;
  }
  const play = async (golden: Golden, how: Play) => {
    const result = isOver() ? undefined : await check(golden, how);
    if (result?.outcome === "passed") passed(result);
    else back.push(golden);
  };
  let left = waiting.length;
  const wait = (golden: Golden) => play(golden, together.wait).finally(() => left--);
  // Cases that look at all locks come before cases that hold some.
  const looked = inTurn(fitting("no-locks").map((golden) => () => wait(golden)));
  const others = fitting("all").map(async (golden) => {
    if (holdsLocks(golden)) await looked;
    await wait(golden);
  });
  // Large cases come when all others have just started their pause.
  const sized = queue.filter(fitsBetween).map((golden) => ({ golden, size: sizeOf(golden) }));
  const between = sized.sort((a, b) => a.size - b.size).map(({ golden }) => golden);
  const meanwhile = async () => {
    // Two at a time, so that one is judged while the other is played.
    for (let golden = between.pop(); golden !== undefined && left > 0 && !isOver(); golden = between.pop()) {
      const at = queue.indexOf(golden);
      if (at < 0) continue;
      queue.splice(at, 1);
      await play(golden, together.between);
    }
  };
  await Promise.all([looked, ...others, meanwhile(), meanwhile()]);
  queue.unshift(...back);
}

async function inTurn(plays: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const play of plays) await play();
}

function take(queue: Golden[], taken: readonly Golden[]): void {
  const gone = new Set(taken);
  queue.splice(0, queue.length, ...queue.filter((golden) => !gone.has(golden)));
}
