// Plays one session to two cleared daemons in parallel, and compares their replies.

import type { Daemon } from "../client/daemon.ts";
import type { CompareLevel } from "../judge/difference.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { type Cleaner, createCleaner, mayLeaveLocks } from "./clean.ts";
import { type Comparison, compare, type ExploredPeer } from "./compare.ts";
import { partsOf, startPlaying } from "./play.ts";
import { framesOf, type Move } from "./session.ts";
import type { Time } from "./time.ts";

export type PairOptions = {
  /** The daemon whose replies are the expected ones. */
  readonly reference: Daemon;
  readonly other: Daemon;
  readonly level: CompareLevel;
  /** The known divergences of `other`, if it is a peer that has some. */
  readonly peer: ExploredPeer | undefined;
  readonly time: Time;
  /** Timeout of one reply. */
  readonly timeoutMilliseconds: number;
};

export type Attempt = {
  readonly moves: readonly Move[];
  readonly frames: readonly Uint8Array[];
  /** `answers` are those of the reference, `got` those of the other daemon. */
  readonly answers: readonly PlayedStep[];
  readonly got: readonly PlayedStep[];
  readonly comparison: Comparison;
};

export type Pair = {
  /** Plays a session to both daemons. @throws DaemonError when a daemon cannot be reached or cleared */
  attempt(moves: readonly Move[]): Promise<Attempt>;
  /** Waits until both daemons are cleared after the last session. @throws DaemonError */
  clean(): Promise<void>;
  close(): void;
};

export function createPair({ reference, other, level, peer, time, timeoutMilliseconds }: PairOptions): Pair {
  const cleaners: readonly Cleaner[] = [
    createCleaner(reference, timeoutMilliseconds, false),
    createCleaner(other, timeoutMilliseconds, peer?.list.fresh === true),
  ];
  const clean = async (frames: readonly Uint8Array[]): Promise<void> => {
    if (time.kind === "moved" && mayLeaveLocks(frames)) await time.pass(LONGEST_LOCK_SECONDS);
    await Promise.all(cleaners.map((cleaner) => cleaner.clean(frames)));
  };
  /** Started when a session ends, so that the daemons are cleared while its answers are compared. */
  let cleaning = clean([]);
  // Avoids an unhandled rejection: the error is thrown where the promise is awaited.
  cleaning.catch(() => undefined);
  const play = async (moves: readonly Move[]) => {
    const sides = [reference, other].map((daemon) => startPlaying(daemon, time, timeoutMilliseconds));
    try {
      for (const part of partsOf(moves)) {
        if (part.wait > 0) await time.pass(part.wait);
        await Promise.all(sides.map((side) => side.send(part.moves)));
      }
      return sides.map(({ played }) => played);
    } finally {
      for (const side of sides) side.end();
    }
  };
  return {
    clean: () => cleaning,
    async attempt(moves) {
      await cleaning;
      const frames = framesOf(moves);
      const [answers = [], got = []] = await play(moves);
      cleaning = clean(frames);
      cleaning.catch(() => undefined);
      const firstWait = moves.findIndex(({ kind }) => kind === "wait");
      const waitsAfter = firstWait < 0 ? undefined : framesOf(moves.slice(0, firstWait)).length;
      const comparison = compare(frames, answers, got, level, peer, {
        exact: time.isShared,
        ...(waitsAfter === undefined ? {} : { waitsAfter }),
      });
      return { moves, frames, answers, got, comparison };
    },
    close() {
      for (const cleaner of cleaners) cleaner.close();
    },
  };
}

/** By then every lock has expired. */
const LONGEST_LOCK_SECONDS = 1_000_001;
