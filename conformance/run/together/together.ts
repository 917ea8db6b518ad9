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
  passed(golden: Golden, result: Result): void;
  /** Called when cases were put back into the queue. */
  putBack(): void;
  /** Whether no further case may be started. */
  isOver(): boolean;
};

/** A case with pauses, and which other cases it can be played with. */
export type Fitting = { readonly golden: Golden; readonly fit: Fit };

/**
 * The cases with pauses that each of several equal daemons is to play together. Cases that need a daemon without locks
 * get the second daemon, so that they need not wait for those that hold locks. Cases that fit no other are left out.
 */
export function shareOut(goldens: readonly Golden[], daemons: number): readonly (readonly Fitting[])[] {
  const fits = goldens.filter(waits).map((golden) => ({ golden, fit: fitOf(golden) }));
  if (fits.length < 2) return [];
  const having = (...wanted: Fit[]) => fits.filter(({ fit }) => wanted.includes(fit));
  return daemons === 1 ? [having("all", "no-locks")] : [having("all"), having("no-locks")];
}

/** @param share the cases with pauses, which are not in the queue */
export async function playTogether(
  share: readonly Fitting[],
  { player, queue, check, passed, putBack, isOver }: TogetherOptions,
): Promise<void> {
  const back: Golden[] = [];
  const cases = share.map(({ golden }) => golden);
  const together = await player.together?.(cases);
  const alone = new Set(together === undefined ? cases : together.alone);
  queue.unshift(...alone);
  if (alone.size > 0) putBack();
  const waiting = share.filter(({ golden }) => !alone.has(golden));
  if (together === undefined || waiting.length === 0) return;
  const play = async (golden: Golden, how: Play) => {
    const result = isOver() ? undefined : await check(golden, how);
    if (result?.outcome === "passed") passed(golden, result);
    else back.push(golden);
  };
  let left = waiting.length;
  const wait = (golden: Golden) => play(golden, together.wait).finally(() => left--);
  // Cases that look at all locks come before cases that hold some.
  const fitting = (fit: Fit) => waiting.flatMap((each) => (each.fit === fit ? [each.golden] : []));
  const looked = inTurn(fitting("no-locks").map((golden) => () => wait(golden)));
  const others = fitting("all").map(async (golden) => {
    if (holdsLocks(golden)) await looked;
    await wait(golden);
  });
  // The larger ones come first, when all others have just started their pause.
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
  if (back.length > 0) putBack();
}

async function inTurn(plays: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const play of plays) await play();
}
