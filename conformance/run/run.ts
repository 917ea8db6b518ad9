// Runs goldens, on one daemon or on several equal ones in parallel, and returns a Run. Prints nothing; `onResult`
// reports progress.
import { setMaxListeners } from "node:events";
import { counted } from "../counted.ts";
import type { Golden } from "../golden/format.ts";
import { isAbout, isLoose, type Known, placeOf, type Short } from "../judge/known.ts";
import { packageVersion } from "../package-files.ts";
import type { Feature, Tier } from "../protocol/clauses.ts";
import { demandOf } from "../protocol/demand.ts";
import { type CaseOptions, GONE, INTERRUPTED, notRun, runCase } from "./case.ts";
import { NO_ANSWER, type Player } from "./player.ts";
import { isWrong, type Problem, type Result, type Run } from "./result.ts";
import { sizeOf } from "./together/fits.ts";
import { type Fitting, playTogether, shareOut } from "./together/together.ts";
import { waits, waitsOf } from "./together/waits.ts";

/** The golden that is played first and last in every run, to check the connection to the daemon. */
export const SANITY_CASE = "sanity/session";

export type RunOptions = Omit<CaseOptions, "player"> & {
  /** At least one; they play different cases in parallel. */
  readonly players: readonly Player[];
  /** The cases to run, and those that the user skipped. */
  readonly goldens: readonly Golden[];
  readonly skipped?: readonly Golden[];
  /** Played first and last, to show that harness and daemon work at all. */
  readonly sanity?: Golden | undefined;
  /** The ids of all existing goldens: an entry of the expect file for another id is out of date. */
  readonly ids: readonly string[];
  /** Those of `skipped` that need a daemon started by the tool. */
  readonly needsFresh?: readonly Golden[];
  /** Features that the daemon does not offer; `skipped` has their cases. */
  readonly without?: readonly Feature[];
  readonly require?: Tier | undefined;
  /** Whether cases with pauses may be played at the same time on one daemon, and not in the order of the goldens. */
  readonly together?: boolean;
  /** Opens up to this many further players, when there are cases with pauses that cannot share a daemon. */
  readonly more?: (count: number) => Promise<readonly Player[]>;
  /** No further case is started after this many failed cases, and no more are reported. */
  readonly bail?: number | undefined;
  readonly onResult?: (result: Result) => void;
};

/** The run ends after this many consecutive cases without any reply: the daemon no longer answers. */
const SILENT_CASES = 10;

/** Plays every golden once. The results are in the order of the goldens. */
export async function runGoldens(options: RunOptions): Promise<Run> {
  const started = Date.now();
  // Every connection of every player adds a listener to the signal.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  const { players, together } = options;
  const shares = together ? shareOut(options.goldens, players.length) : [];
  const state: State = {
    options,
    queue: queueOf(options, new Set(shares.flatMap((share) => share.map(({ golden }) => golden)))),
    results: new Map(),
    problems: [],
    stop: undefined,
    silent: 0,
    failed: 0,
    waiters: 0,
    others: [],
  };
  await Promise.all(players.map((player, i) => playOn(player, state, shares[i])));
  // These may open others in turn.
  for (let other = state.others.shift(); other !== undefined; other = state.others.shift()) await other;
  for (const golden of state.queue) add(state, notRun(golden, state.stop ?? INTERRUPTED));
  for (const golden of options.skipped ?? []) add(state, notRun(golden, whySkipped(golden, options)));
  if (options.signal?.aborted) state.problems.push({ outcome: "unmeasured", message: INTERRUPTED });
  state.problems.push(...isAnother(options, state.results));
  state.problems.push(...matchingNothing(options), ...shortsThatDoNotShow(options, state.results));
  const order = [...options.goldens, ...(options.skipped ?? [])];
  const note = await noteOf(options, state.results);
  return {
    results: order.flatMap(({ id }) => state.results.get(id) ?? []),
    problems: state.problems,
    ...(note !== undefined && { notes: [note] }),
    daemon: options.players[0]?.name ?? "",
    compare: options.compare,
    ...factsOf(options),
    startedAt: new Date(started).toISOString(),
    milliseconds: Date.now() - started,
  };
}

/** A note that may explain why cases with pauses failed. */
async function noteOf({ goldens, players, signal }: RunOptions, results: ReadonlyMap<string, Result>) {
  const isLate = goldens.some((golden) => waits(golden) && results.get(golden.id)?.outcome === "diverged");
  return isLate && signal?.aborted !== true ? await players[0]?.lookAtClock?.() : undefined;
}

/** The result for a daemon that could not be started: no case was run. */
export function unmeasuredRun(options: Omit<RunOptions, "players">, daemon: string, message: string): Run {
  return runOfNone(options, daemon, "the daemon did not start", { outcome: "unmeasured", message });
}

/** The result for a daemon whose reply to the first call has another form than any reply: no case was run. */
export function firstFailed(options: Omit<RunOptions, "players">, daemon: string, says: string): Run {
  return runOfNone(options, daemon, "the first call failed", { outcome: "diverged", message: says });
}

function runOfNone(options: Omit<RunOptions, "players">, daemon: string, reason: string, problem: Problem): Run {
  return {
    results: [...options.goldens, ...(options.skipped ?? [])].map((golden) => notRun(golden, reason)),
    problems: [problem],
    daemon,
    compare: options.compare,
    ...factsOf(options),
    startedAt: new Date().toISOString(),
    milliseconds: 0,
  };
}

function factsOf({ expect, without = [], errors = "exact", require }: Omit<RunOptions, "players">) {
  return { peer: expect?.name, without, errors, require, tool: `coordinate-conformance ${packageVersion()}` };
}

/** Why a case was skipped, for people. */
function whySkipped(golden: Golden, { without = [], needsFresh = [] }: RunOptions): string {
  const absent = demandOf(golden.requires).features.filter((feature) => without.includes(feature));
  if (absent.length > 0) return `${NOT_OFFERED}${absent.join(", ")}`;
  return needsFresh.includes(golden)
    ? "it needs a process of its own: give the daemon's command"
    : "skipped by request";
}

/** Prefix of the reason of cases that need a feature which the daemon does not offer. */
const NOT_OFFERED = "not offered: ";

type State = {
  readonly options: RunOptions;
  /** Cases that no player has taken yet. */
  readonly queue: Golden[];
  readonly results: Map<string, Result>;
  readonly problems: Problem[];
  /** Why no further case is started; undefined to continue. */
  stop: string | undefined;
  /** Number of consecutive cases without a reply, and of failed cases. */
  silent: number;
  failed: number;
  /** Number of players opened for cases that wait. */
  waiters: number;
  /** Players opened during the run. */
  readonly others: Promise<void>[];
};

/**
 * The cases that no daemon has to itself. With several daemons those that take long without work come first, so that others
 * are played meanwhile: with pauses, or with answers that are known not to come. Then large ones come before small ones.
 */
function queueOf({ goldens, players, expect }: RunOptions, shared: ReadonlySet<Golden>): Golden[] {
  const left = goldens.filter((golden) => !shared.has(golden));
  if (players.length === 1) return left;
  const silent = new Set(expect?.known.filter(({ kind }) => kind === "not-closed").map((entry) => entry.case));
  return left
    .map((golden) => ({ golden, idle: waitsOf(golden) + (silent.has(golden.id) ? 1 : 0), size: sizeOf(golden) }))
    .sort((a, b) => b.idle - a.idle || b.size - a.size)
    .map(({ golden }) => golden);
}

function add({ results, options }: State, result: Result): void {
  results.set(result.case, result);
  options.onResult?.(result);
}

/**
 * Adds and counts the result of a case that was played. When the last case that may fail has failed, others are still being
 * played: those that fail then count as not run, so that as many failures are shown as were asked for.
 */
function take(state: State, golden: Golden, result: Result): void {
  const { bail = Infinity } = state.options;
  const isLate = state.failed >= bail && isWrong(result);
  add(state, isLate ? notRun(golden, failedBefore(bail)) : result);
  count(state, result);
}

const failedBefore = (cases: number) => `${counted(cases, "case")} failed before`;

/** Plays its share of the cases with pauses together, then one case after the other until none is left or the run is stopped. */
async function playOn(player: Player, state: State, share: readonly Fitting[] = [], next = nextCase): Promise<void> {
  const { options } = state;
  await checkSanity(player, state, "before the first case");
  if (share.length > 0) {
    await playTogether(share, {
      player,
      queue: state.queue,
      check: (golden, play) => runCase(golden, { ...options, player: { ...player, play } }),
      passed: (golden, result) => take(state, golden, result),
      putBack: () => void state.others.push(playOnMore(state)),
      isOver: () => state.stop !== undefined || options.signal?.aborted === true,
    });
  }
  while (state.stop === undefined && !options.signal?.aborted) {
    const golden = next(state);
    if (golden === undefined) break;
    const result = await runCase(golden, { ...options, player });
    take(state, golden, result);
    const failure = result.outcome === "passed" ? undefined : await player.failure();
    if (failure !== undefined) {
      complain(state, { outcome: "unmeasured", message: failure });
      state.stop ??= GONE;
    }
  }
  if (state.stop === undefined) await checkSanity(player, state, "after the last case");
}

/** Opens further players for cases that wait alone; afterwards they help with the others. */
async function playOnMore(state: State): Promise<void> {
  const { more, players } = state.options;
  const alone = state.queue.filter(waits).length - players.length;
  const opened = alone > 0 ? ((await more?.(alone)) ?? []) : [];
  state.waiters += opened.length;
  await Promise.all(opened.map((each) => playOn(each, state, [], waitingFirst).finally(() => state.waiters--)));
}

/** The next case for any player; one that waits is left to the players for those, if there are any. */
function nextCase({ queue, waiters }: State): Golden | undefined {
  const at = waiters > 0 ? queue.findIndex((golden) => !waits(golden)) : 0;
  return queue.splice(Math.max(at, 0), 1)[0];
}

/** The next case for a player that was opened for cases that wait. */
function waitingFirst({ queue }: State): Golden | undefined {
  return queue.splice(Math.max(queue.findIndex(waits), 0), 1)[0];
}

/** Updates the counters, and stops the run if going on is pointless. */
function count(state: State, result: Result): void {
  const { bail } = state.options;
  if (result.bytes.compared > 0) state.silent = 0;
  else if (isSilent(result)) state.silent += 1;
  if (isWrong(result)) state.failed += 1;
  if (state.silent >= SILENT_CASES) state.stop ??= `${SILENT_CASES} cases in a row before got no answer`;
  else if (bail !== undefined && state.failed >= bail) state.stop ??= failedBefore(state.failed);
}

/** Stops the run if not even the simplest case gets a reply; a wrong reply is reported as a problem. */
async function checkSanity(player: Player, state: State, when: string): Promise<void> {
  const { options } = state;
  const { sanity } = options;
  if (sanity === undefined || options.signal?.aborted) return;
  const result = await runCase(sanity, { ...options, player });
  if (result.outcome === "passed") return;
  const why = `the case ${sanity.id} fails ${when}`;
  const outcome = result.outcome === "diverged" ? "diverged" : "unmeasured";
  complain(state, { outcome, message: `${why}: ${result.reason}` });
  if (outcome === "unmeasured" || isSilent(result)) state.stop ??= why;
}

/** Adds a problem unless another of the equal daemons has already reported it. */
function complain({ problems }: State, problem: Problem): void {
  if (!problems.some(({ message }) => message === problem.message)) problems.push(problem);
}

/** Whether a case got no reply where one was expected. One that is unmeasured for another reason does not count. */
function isSilent({ reason, differences }: Result): boolean {
  return reason === NO_ANSWER || differences.some(({ kind }) => kind === "no-reply");
}

/** Whether none of the expected divergences occurred, so that it is probably another daemon. */
function isAnother({ expect }: RunOptions, results: ReadonlyMap<string, Result>): Problem[] {
  const all = [...results.values()];
  const isStale = all.some(({ stale }) => stale.length > 0);
  if (expect === undefined || !isStale || all.some(({ expected }) => expected > 0)) return [];
  const message = `nothing that ${expect.name} lists shows: is this really ${expect.daemon}?`;
  return [{ outcome: "diverged", message }];
}

/** Entries of the expect file for cases that do not exist. */
function matchingNothing({ expect, ids }: RunOptions): Problem[] {
  const there = new Set(ids);
  const lost = expect?.known.filter((entry) => !there.has(entry.case)) ?? [];
  return lost.map((entry) => outOfDate(entry, `there is no case '${entry.case}'`));
}

/** Short entries of the expect file that cover no case, or whose cases were all measured without a difference. */
function shortsThatDoNotShow(options: RunOptions, results: ReadonlyMap<string, Result>): Problem[] {
  const { goldens, skipped = [], expect, ids } = options;
  const used = new Set([...results.values()].flatMap(({ listed }) => listed.map(({ from }) => from)));
  return (expect?.shorts ?? []).flatMap((entry) => {
    if (used.has(placeOf(entry))) return [];
    const about = [...goldens, ...skipped].filter((golden) => isAbout(entry, golden));
    const isWhole = goldens.length + skipped.length === ids.length;
    if (about.length === 0) return isWhole ? [outOfDate(entry, "no case is about this entry")] : [];
    const measured = about.every(({ id }) => ["passed", "diverged"].includes(results.get(id)?.outcome ?? ""));
    const mayMiss = entry.flaky || about.every((golden) => isLoose(golden, expect?.shorts ?? []));
    return measured && !mayMiss ? [outOfDate(entry, "a listed divergence no longer shows in any case")] : [];
  });
}

function outOfDate(entry: Known | Short, why: string): Problem {
  return { outcome: "diverged", message: `${placeOf(entry)}: ${why}`, isStale: true };
}
