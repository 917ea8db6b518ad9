// What a session is about: which work specs it has, and which lengths of time its calls speak of. Nothing in it is left to
// chance: get_work always has one work spec to choose from, or specs of different priorities.
import type { Random } from "../random.ts";
import { oneOf } from "./chance.ts";

export type Scope = {
  readonly specs: readonly string[];
  /** Whether its specs make units of their own. */
  readonly continuous: boolean;
  /** Whether each spec has a priority of its own, so that get_work may be asked for work of any. */
  readonly tiers: boolean;
  /** What its waits may take, in seconds; none where no time passes. */
  readonly waits: readonly number[];
  /** Leases, delays, lifetimes and the like that may end in the session. */
  readonly periods: readonly number[];
};

/**
 * How time passes in sessions: not at all; really, in seconds that people wait for; or by a clock that the tool moves, so
 * that it costs nothing.
 */
export type TimeKind = "none" | "real" | "moved";

export function drawScope(random: Random, time: TimeKind): Scope {
  const specs = oneOf<Pick<Scope, "specs" | "continuous" | "tiers">>(random, [
    [5, () => ({ specs: ["a"], continuous: false, tiers: false })],
    [3, () => ({ specs: ["a", "b", "c"], continuous: false, tiers: false })],
    [2, () => ({ specs: ["a", "b", "c"], continuous: false, tiers: true })],
    [2, () => ({ specs: ["a"], continuous: true, tiers: false })],
  ]);
  const passes = time === "moved" ? random.percent(60) : time === "real" && random.percent(REAL_WAITS_PERCENT);
  return { ...specs, ...(passes ? PASSING[time] : { waits: [], periods: [] }) };
}

/** Of the sessions, as each of them costs a second. */
const REAL_WAITS_PERCENT = 3;

const PASSING: Readonly<Record<TimeKind, Pick<Scope, "waits" | "periods">>> = {
  none: { waits: [], periods: [] },
  real: { waits: [1.3], periods: [1] },
  moved: {
    waits: [1, 1, 2, 2, 5, 29, 30, 31, 59, 61, 100, 101, 299, 301, 601, 901, 3601, 86_401],
    periods: [1, 1, 2, 2, 5, 30, 60, 100, 300],
  },
};
