// Differential testing: plays random sessions to two daemons and compares the replies. A session with an unexplained
// difference is shrunk, and differences with the same probable cause are counted as one.
import type { Difference } from "../judge/difference.ts";
import { causeOf } from "./cause.ts";
import { mayLeaveLocks } from "./clean.ts";
import { createFeedback } from "./feedback.ts";
import { type Attempt, createPair, type PairOptions } from "./pair.ts";
import { createPool, type Drawn, sessionAt } from "./pool.ts";
import { framesOf, movesOf, type Session } from "./session.ts";
import { shrink } from "./shrink.ts";

export type ExploreOptions = PairOptions & {
  readonly seed: number;
  /** Number of sessions to play. */
  readonly runs: number;
  /** Time limit for the whole run, shrinking included; undefined: none. */
  readonly milliseconds: number | undefined;
  readonly maxCalls: number;
  /** Plays only the session at this path, see pool.ts. */
  readonly path?: string | undefined;
  /** Continues after the first difference, to find others with other causes. */
  readonly keepsGoing: boolean;
  readonly signal: AbortSignal;
  /** Called after each session, but not for those played while shrinking. */
  readonly onSession?: (attempt: Attempt) => void;
};

export type Explored = {
  readonly sessions: number;
  /** Number of calls compared, and of calls not compared because the states differed by then. */
  readonly compared: number;
  readonly left: number;
  /** Time spent playing sessions, without shrinking. */
  readonly milliseconds: number;
  /** By point: how many differences it explained, and in how many sessions it made the states differ. */
  readonly explained: ReadonlyMap<string, number>;
  readonly split: ReadonlyMap<string, number>;
  /** Number of sessions that differed at first but not when replayed. */
  readonly unsteady: number;
  readonly found: readonly Found[];
};

/** The differences with one probable cause, and the shortest session found that shows it. */
export type Found = {
  /** See causeOf(). */
  readonly cause: string;
  /** Number of sessions that showed it. */
  count: number;
  /** Path of the first session that showed it. */
  readonly path: string;
  readonly shortest: Attempt & { readonly session: Session };
  readonly differences: readonly Difference[];
  /** Whether the session shows something else, or nothing, when it is played again: a daemon's order is random. */
  readonly isRandom: boolean;
};

/** Plays the sessions of a seed to both daemons. @throws DaemonError when a daemon cannot be reached or cleared */
export async function exploreDaemons(options: ExploreOptions): Promise<Explored> {
  const { seed, runs, path, keepsGoing, signal, reference, other, time } = options;
  const drawOptions = { maxCalls: options.maxCalls, time: time.kind };
  const pool = createPool(seed, drawOptions);
  const feedback = createFeedback();
  const deadline = Date.now() + (options.milliseconds ?? Number.POSITIVE_INFINITY);
  const isOver = () => signal.aborted || Date.now() > deadline;
  const canRelease = time.kind === "moved" || (reference.owned && other.owned);
  const pair = createPair(options);
  const causes = createCauses(isOver, (session) => pair.attempt(movesOf(session)));
  const tally = { sessions: 0, compared: 0, left: 0, milliseconds: 0, explained: counts(), split: counts() };
  try {
    const count = path === undefined ? runs : 1;
    const prepare = (i: number) => {
      const drawn = path === undefined ? pool.next(i) : sessionAt(seed, path, drawOptions);
      const session = canRelease
        ? drawn.session
        : drawn.session.filter((step) => !mayLeaveLocks(framesOf(movesOf([step]))));
      return { drawn: { ...drawn, session }, moves: movesOf(session) };
    };
    let next = prepare(0);
    for (let i = 0; i < count && !isOver(); i++) {
      const { drawn, moves } = next;
      const startedAt = Date.now();
      const playing = pair.attempt(moves);
      // The next session is generated while the daemons answer this one.
      if (i + 1 < count) next = prepare(i + 1);
      const attempt = await playing;
      if (feedback.isNew(attempt.frames, attempt.answers)) pool.keep(drawn);
      addTo(tally, attempt);
      options.onSession?.(attempt);
      tally.milliseconds += Date.now() - startedAt;
      if (attempt.comparison.unexplained.length === 0) continue;
      await causes.add(drawn, attempt);
      if (!keepsGoing && causes.found.length > 0) break;
    }
    await pair.clean();
    return { ...tally, unsteady: causes.unsteady(), found: causes.found };
  } finally {
    pair.close();
  }
}

const counts = () => new Map<string, number>();

type Tally = {
  sessions: number;
  compared: number;
  left: number;
  explained: Map<string, number>;
  split: Map<string, number>;
};

function addTo(tally: Tally, { comparison }: Attempt): void {
  tally.sessions += 1;
  tally.compared += comparison.compared;
  tally.left += comparison.left;
  for (const [point, more] of comparison.explained) add(tally.explained, point, more);
  if (comparison.split !== undefined) add(tally.split, comparison.split, 1);
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** Collects differences by probable cause; the first session of each cause is shrunk. */
function createCauses(isOver: () => boolean, attempt: (session: Session) => Promise<Attempt>) {
  const found: Found[] = [];
  /** Results by the cause before shrinking; several of these may have the same cause once they are shrunk. */
  const known = new Map<string, Found>();
  let unsteady = 0;
  const changes = async ({ session, comparison }: Attempt & { session: Session }) => {
    const shown = JSON.stringify(comparison.unexplained);
    for (let play = 0; play < ORDER_PLAYS && !isOver(); play++) {
      if (JSON.stringify((await attempt(session)).comparison.unexplained) !== shown) return true;
    }
    return false;
  };
  return {
    found,
    unsteady: () => unsteady,
    async add({ session, path }: Drawn, first: Attempt): Promise<void> {
      const drawnCause = causeIn(first);
      const seen = known.get(drawnCause);
      if (seen !== undefined) {
        seen.count += 1;
        return;
      }
      const again = await attempt(session);
      if (again.comparison.unexplained.length === 0) {
        unsteady += 1;
        return;
      }
      let best = { ...again, session };
      // A random order may be the expected one by chance.
      const plays = isOfOrder(again) ? ORDER_PLAYS : 1;
      const shows = async (candidate: Session) => {
        for (let play = 0; play < plays && !isOver(); play++) {
          const tried = await attempt(candidate);
          if (tried.comparison.unexplained.length === 0 || methodIn(tried) !== methodIn(again)) continue;
          best = { ...tried, session: candidate };
          return true;
        }
        return false;
      };
      await shrink(upToDifference(session, again), shows, MOST_ATTEMPTS);
      const cause = causeIn(best);
      const alike = found.find((each) => each.cause === cause);
      const isRandom = alike === undefined && isOfOrder(best) && (await changes(best));
      const differences = best.comparison.unexplained;
      const result = alike ?? { cause, count: 0, path, shortest: best, differences, isRandom };
      result.count += 1;
      known.set(drawnCause, result);
      if (alike === undefined) found.push(result);
    },
  };
}

/** How often a session is played while it is shrunk, if its answers differ in their order alone. */
const ORDER_PLAYS = 3;

const isOfOrder = ({ comparison }: Attempt) => comparison.unexplained.every(({ kind }) => kind === "order");

/** Maximum number of candidates that are played to shrink one session. */
const MOST_ATTEMPTS = 600;

function causeIn({ frames, comparison }: Attempt): string {
  const [difference] = comparison.unexplained;
  return difference === undefined ? "" : causeOf(frames, difference);
}

const methodIn = (attempt: Attempt) => causeIn(attempt).split("(")[0];

/** Cuts a session after its last differing step. */
function upToDifference(session: Session, { comparison }: Attempt): Session {
  let calls = 0;
  const last = Math.max(...comparison.unexplained.map(({ step }) => step));
  const end = session.findIndex((step) => step.kind !== "wait" && ++calls === last);
  return end < 0 ? session : session.slice(0, end + 1);
}
