// Differential testing: plays random sessions to two daemons. An unexplained difference is shrunk to a shortest session
// with a similar one, and similar differences are counted as one. The same seed generates the same sessions.
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
  /** How many sessions. */
  readonly runs: number;
  /** Stops drawing after this time; shrinking too. */
  readonly milliseconds: number | undefined;
  readonly maxCalls: number;
  /** Only the session at this path of the seed. */
  readonly path?: string | undefined;
  /** Goes on after a difference, to find those of other causes. */
  readonly keepsGoing: boolean;
  readonly signal: AbortSignal;
  /** Told of each session that was played. */
  readonly onSession?: (attempt: Attempt) => void;
};

export type Explored = {
  readonly sessions: number;
  /** Calls compared; calls left out after the states had become different. */
  readonly compared: number;
  readonly left: number;
  /** Of the time in which sessions were played, without what shrinking took. */
  readonly milliseconds: number;
  /** How many differences each point explained, and how many sessions it ended. */
  readonly explained: ReadonlyMap<string, number>;
  readonly split: ReadonlyMap<string, number>;
  /** Sessions that differed once, and not when they were played again. */
  readonly unsteady: number;
  readonly found: readonly Found[];
};

/** All differences of one cause, and the shortest session that shows one. */
export type Found = {
  /** See causeOf(). */
  readonly cause: string;
  /** In how many sessions it came. */
  count: number;
  /** Where the first of them was drawn. */
  readonly path: string;
  readonly shortest: Attempt & { readonly session: Session };
  readonly differences: readonly Difference[];
};

/** @throws DaemonError when a daemon cannot be reached or emptied */
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
      // Drawn while the daemons answer.
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

/** Sorts differences by their causes; the first of each is shrunk. */
function createCauses(isOver: () => boolean, attempt: (session: Session) => Promise<Attempt>) {
  const found: Found[] = [];
  /** By the causes of sessions as they were drawn, of which several may shrink to one. */
  const known = new Map<string, Found>();
  let unsteady = 0;
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
      const shows = async (candidate: Session) => {
        if (isOver()) return false;
        const tried = await attempt(candidate);
        if (tried.comparison.unexplained.length === 0 || methodIn(tried) !== methodIn(again)) return false;
        best = { ...tried, session: candidate };
        return true;
      };
      await shrink(upToDifference(session, again), shows, MOST_ATTEMPTS);
      const cause = causeIn(best);
      const alike = found.find((each) => each.cause === cause);
      const result = alike ?? { cause, count: 0, path, shortest: best, differences: best.comparison.unexplained };
      result.count += 1;
      known.set(drawnCause, result);
      if (alike === undefined) found.push(result);
    },
  };
}

/** How many sessions the search for a shorter one may play. */
const MOST_ATTEMPTS = 600;

function causeIn({ frames, comparison }: Attempt): string {
  const [difference] = comparison.unexplained;
  return difference === undefined ? "" : causeOf(frames, difference);
}

const methodIn = (attempt: Attempt) => causeIn(attempt).split("(")[0];

/** What comes after the step that differs shows nothing more. */
function upToDifference(session: Session, { comparison }: Attempt): Session {
  let calls = 0;
  const last = Math.max(...comparison.unexplained.map(({ step }) => step));
  const end = session.findIndex((step) => step.kind !== "wait" && ++calls === last);
  return end < 0 ? session : session.slice(0, end + 1);
}
