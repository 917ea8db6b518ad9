// The topic of a session: its work specs, keys and time spans, and which methods and options it prefers. Sessions that
// differ in this reach more than sessions that are all alike. Nothing in them depends on a daemon's random choice:
// get_work always has one work spec to choose from, or specs of different priorities.

import { METHOD_NAMES, METHODS, type Method } from "../protocol/methods.ts";
import type { Random } from "../random.ts";
import { oneOf, shuffled, times } from "./chance.ts";

export type Scope = {
  readonly specs: readonly string[];
  /** Whether its specs make units of their own. */
  readonly continuous: boolean;
  /** Whether each spec has a priority of its own, so that get_work may be asked for work of any. */
  readonly tiers: boolean;
  /** Whether it has more units than pages and bundles are limited to. */
  readonly isLarge: boolean;
  /** Ids of workers and lockers. */
  readonly workers: readonly string[];
  /** Keys of units that it makes. */
  readonly keys: readonly string[];
  /** How often each method is drawn, beside what is usual for it. */
  readonly share: (method: string) => number;
  /** Options that it gives wherever it can. */
  readonly favourites: readonly string[];
  /** How often something unusual is drawn, beside what is usual. */
  readonly oddness: number;
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
    [3, () => ({ specs: ["a", "b", "c"], continuous: false, tiers: true })],
    [2, () => ({ specs: ["a"], continuous: true, tiers: false })],
  ]);
  const passes = time === "moved" ? random.percent(60) : time === "real" && random.percent(REAL_WAITS_PERCENT);
  const shares = new Map(METHOD_NAMES.map((method) => [String(method), random.pick(SHARES)]));
  return {
    ...specs,
    ...(passes ? PASSING[time] : PASSING.none),
    isLarge: random.percent(2),
    workers: shuffled(random, WORKERS).slice(0, random.pick([1, 2, 2, 3, WORKERS.length])),
    keys: shuffled(random, KEYS).slice(0, random.pick([2, 3, 4, 6, KEYS.length])),
    share: (method) => shares.get(method) ?? 1,
    favourites: [
      ...times(random.below(5), () => random.pick(OPTIONS)),
      ...(specs.continuous ? ["interval", "lease_time"] : []),
    ],
    oddness: random.pick([0, 0.5, 1, 1, 4]),
  };
}

const KEYS = ["u", "v", "w", "aa", "ab", "Z", "\u00e9", "a'b", "", "h'ff00'", "u2", "k0500"];
const WORKERS = ["w1", "w2", "w3", "p", "\u00e9", "", "h'ff'"];
const SHARES = [0, 0.3, 1, 1, 1, 3, 6];
const OPTIONS = Object.values(METHODS).flatMap((method: Method) => method.options ?? []);

/** Of the sessions, as each of them costs a second. */
const REAL_WAITS_PERCENT = 3;

const PASSING: Readonly<Record<TimeKind, Pick<Scope, "waits" | "periods">>> = {
  none: { waits: [], periods: [] },
  real: { waits: [1.3], periods: [1] },
  moved: {
    waits: [0.5, 1, 1, 1.5, 2, 2, 2.5, 5.5, 29.5, 30, 30.5, 59.5, 60.5, 100.5, 299.5, 300.5, 900.5, 3600.5, 86_400.5],
    periods: [1, 1, 1, 2, 2, 5, 30, 60, 100, 300],
  },
};
