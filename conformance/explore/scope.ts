// The scope of a session: its work specs, keys and time spans, and which methods and options it prefers. Varying the
// scope between sessions reaches more states than drawing all sessions alike. No scope lets a reply depend on a random
// choice of the daemon: get_work has a single work spec to choose from, or specs of different priorities.

import { METHOD_NAMES, METHODS, type Method } from "../protocol/methods.ts";
import type { Random } from "../random.ts";
import { oneOf, shuffled, times } from "./chance.ts";

export type Scope = {
  readonly specs: readonly string[];
  /** Whether its work specs are continuous, i.e. create units themselves. */
  readonly continuous: boolean;
  /** Whether every spec has a different priority, which makes get_work without `work_spec_names` deterministic. */
  readonly tiers: boolean;
  /** Whether it adds more units than the limits on the length of lists in one call (100, 1000). */
  readonly isLarge: boolean;
  /** Ids of workers and of lock owners. */
  readonly workers: readonly string[];
  /** Keys of the units that it adds. */
  readonly keys: readonly string[];
  /** Factor on the usual frequency of a method. */
  readonly share: (method: string) => number;
  /** Names of options that are given in most calls that accept them. */
  readonly favourites: readonly string[];
  /** Factor on the usual frequency of invalid and unusual values; 0 draws none. */
  readonly oddness: number;
  /** Possible durations of its waits, in seconds; empty if the session does not wait. */
  readonly waits: readonly number[];
  /** Leases, delays and lifetimes, in seconds, that are short enough to expire during the session. */
  readonly periods: readonly number[];
};

/**
 * How sessions wait: never ("none"), in real time ("real"), or by advancing the test clock of the daemons, which takes
 * no real time ("moved").
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

/** Percentage of sessions that wait in real time; kept low, since each of them takes more than a second. */
const REAL_WAITS_PERCENT = 3;

const PASSING: Readonly<Record<TimeKind, Pick<Scope, "waits" | "periods">>> = {
  none: { waits: [], periods: [] },
  real: { waits: [1.3], periods: [1] },
  moved: {
    waits: [0.5, 1, 1, 1.5, 2, 2, 2.5, 5.5, 29.5, 30, 30.5, 59.5, 60.5, 100.5, 299.5, 300.5, 900.5, 3600.5, 86_400.5],
    periods: [1, 1, 1, 2, 2, 5, 30, 60, 100, 300],
  },
};
