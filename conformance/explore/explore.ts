// Differential testing: draws sessions, plays each to two daemons, compares, and shrinks the first difference that nothing
// explains to the shortest session that still shows one. The same seed draws the same sessions.
import fc from "fast-check";
import type { Target } from "../client/target.ts";
import type { CompareLevel, Difference } from "../judge/difference.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { type Comparison, compare, type ExploredPeer } from "./compare.ts";
import { type Session, sessions } from "./model.ts";
import { play, reset } from "./play.ts";

export type ExploreOptions = {
  /** Taken as right. */
  readonly reference: Target;
  readonly other: Target;
  readonly level: CompareLevel;
  /** The known daemon that `other` is. */
  readonly peer: ExploredPeer | undefined;
  readonly seed: number;
  readonly runs: number;
  /** Stops drawing after this time; shrinking too. */
  readonly milliseconds: number | undefined;
  readonly maxCalls: number;
  /** Where a shrunk difference of this seed was found, to look at it again. */
  readonly path?: string | undefined;
  readonly signal: AbortSignal;
  readonly onSession?: (count: number) => void;
};

export type Explored = {
  readonly sessions: number;
  /** Calls compared; calls left out after the states had become different. */
  readonly compared: number;
  readonly left: number;
  /** How many differences each point explained, and how many sessions it ended. */
  readonly explained: ReadonlyMap<string, number>;
  readonly split: ReadonlyMap<string, number>;
  readonly found: Found | undefined;
};

export type Found = {
  readonly session: Session;
  readonly answers: readonly PlayedStep[];
  readonly differences: readonly Difference[];
  readonly path: string;
};

/** @throws TargetError when a daemon cannot be reached or emptied */
export async function exploreTargets(options: ExploreOptions): Promise<Explored> {
  const { reference, other, level, peer, signal } = options;
  const tally = {
    sessions: 0,
    compared: 0,
    left: 0,
    explained: new Map<string, number>(),
    split: new Map<string, number>(),
  };
  let shrinking = false;
  let last: Attempt | undefined;
  let failure: unknown;
  let before: Session = [];

  const attempt = async (session: Session): Promise<Attempt> => {
    await Promise.all([reset(reference, before), reset(other, before, peer?.list.fresh)]);
    before = session;
    const [answers, got] = await Promise.all([play(session, reference), play(session, other)]);
    return { session, answers, comparison: compare(session, answers, got, level, peer) };
  };
  const deadline = Date.now() + (options.milliseconds ?? Number.POSITIVE_INFINITY);
  const property = fc.asyncProperty(sessions(options.maxCalls), async (session) => {
    // Not fast-check's own time limit: that would return while a session is still being played.
    if (signal.aborted || failure !== undefined || Date.now() > deadline) return;
    try {
      const tried = await attempt(session);
      const { comparison } = tried;
      if (!shrinking) {
        tally.sessions += 1;
        tally.compared += comparison.compared;
        tally.left += comparison.left;
        for (const [point, count] of comparison.explained) add(tally.explained, point, count);
        if (comparison.split !== undefined) add(tally.split, comparison.split, 1);
        options.onSession?.(tally.sessions);
      }
      if (comparison.unexplained.length === 0) return;
      shrinking = true;
      last = tried;
    } catch (error) {
      failure = error;
      return;
    }
    throw new DifferenceFound();
  });

  const details = await fc.check(property, {
    seed: options.seed,
    numRuns: options.runs,
    ...(options.path === undefined ? {} : { path: options.path }),
  });
  if (failure !== undefined) throw failure;
  if (last === undefined) return { ...tally, found: undefined };
  const found = await shortest(last, attempt);
  return { ...tally, found: { ...found, path: details.counterexamplePath ?? "" } };
}

type Attempt = {
  readonly session: Session;
  readonly answers: readonly PlayedStep[];
  readonly comparison: Comparison;
};

/** Drops what follows the first difference, and then every call without which there still is one. */
async function shortest(found: Attempt, attempt: (session: Session) => Promise<Attempt>): Promise<Omit<Found, "path">> {
  let best = found;
  const last = Math.max(...found.comparison.unexplained.map(({ step }) => step));
  const shorter = await attempt(found.session.slice(0, last));
  if (shorter.comparison.unexplained.length > 0) best = shorter;
  for (let i = best.session.length - 1; i >= 0 && best.session.length > 1; i--) {
    const without = await attempt(best.session.toSpliced(i, 1));
    if (without.comparison.unexplained.length > 0) best = without;
  }
  return { session: best.session, answers: best.answers, differences: best.comparison.unexplained };
}

/** Tells fast-check to shrink. */
class DifferenceFound extends Error {}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
