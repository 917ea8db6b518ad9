// Generates sessions: set-up of work specs and units, then calls of all methods, mostly on existing objects, and at the
// end calls that read the complete state, so that differences of state become visible in replies.
import { type Random, seeded } from "../random.ts";
import { chanceOf, few, oneOf, times } from "./chance.ts";
import type { Draw } from "./methods/names.ts";
import { DRAWN, DRAWN_METHODS } from "./methods/table.ts";
import { batchOf, oddCall, oddMessage, paddedCall } from "./odd.ts";
import { drawScope, type Scope, type TimeKind } from "./scope.ts";
import type { Call, Session, Step } from "./session.ts";
import { apply, emptyState } from "./state.ts";
import { listOf, type Tree } from "./tree.ts";
import { string } from "./vocabulary.ts";

export type DrawOptions = { readonly maxCalls: number; readonly time: TimeKind };

/** Generates session `number` of the run with this seed, and its scope. */
export function drawSession(seed: number, number: number, options: DrawOptions): { session: Session; scope: Scope } {
  const random = randomOf(seed, number);
  const scope = drawScope(random, options.time);
  const draw = { random: chanceOf(random, scope), scope, state: emptyState() };
  const steps = [...setUp(draw), ...middle(draw, options.maxCalls)];
  return { session: takeTurns(random, [...steps, ...lookAround(draw)]), scope };
}

/** A random source seeded with both numbers. */
export const randomOf = (seed: number, number: number): Random =>
  seeded(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35));

function setUp(draw: Draw): Step[] {
  if (draw.random.percent(4)) return [];
  const specs = draw.scope.specs.length === 1 || draw.random.percent(30) ? 1 : draw.scope.specs.length + 1;
  return [
    ...times(specs, () => call(draw, "set_work_spec")),
    ...times(specs + few(draw.random, 1), () => call(draw, "add_work_units")),
    ...(draw.random.percent(30) ? family(draw) : []),
  ];
}

/** Registers the workers of the session as children of worker `p`. */
function family({ random, state, scope }: Draw): Step[] {
  return scope.workers.map((worker): Step => {
    const params = [string(random, worker), "'RUN'", "3600", "{}", "'p'"];
    const step: Step = { kind: "call", conn: 1, method: "worker_heartbeat", params };
    apply(state, step);
    return step;
  });
}

function middle(draw: Draw, maxCalls: number): Step[] {
  const { random, scope } = draw;
  const waits = scope.waits.length === 0 ? 0 : 1 + few(random, scope.waits.length > 1 ? 3 : 0);
  const count = 1 + Math.floor(random.next() * maxCalls);
  const at = times(waits, () => random.below(count + 1));
  return times(count, (i) => [
    ...(random.percent(BURST_PERCENT) ? burst(draw) : [anyStep(draw)]),
    ...at.filter((each) => each === i).flatMap(() => pass(draw)),
  ]).flat();
}

const BURST_PERCENT = 8;

/** Several calls on one unit, one worker or on locks, to reach states that need a sequence of calls on one object. */
function burst(draw: Draw): Step[] {
  const { random, state, scope } = draw;
  const units = [...state.specs].flatMap(([spec, held]) => [...held.keys()].slice(0, 9).map((key) => ({ spec, key })));
  if (units.length === 0) return [];
  const about = { ...random.pick(units), worker: random.pick(scope.workers) };
  const names = random.pick([ABOUT_A_UNIT, ABOUT_A_UNIT, ABOUT_A_UNIT, ABOUT_A_WORKER, ABOUT_LOCKS]);
  return times(2 + random.below(4), () => {
    const step = call({ ...draw, about }, random.pick(names));
    return scope.waits.length > 1 && random.percent(15) ? [step, ...pass(draw)] : [step];
  }).flat();
}

const ABOUT_A_UNIT = [
  ...["update_work_unit", "update_work_unit", "update_work_unit", "update_work_unit", "get_work", "get_work"],
  ...["update_work_unit", "add_work_units", "prioritize_work_units", "get_work_unit_status", "del_work_units"],
  ...["get_child_work_units", "get_child_work_units", "set_work_spec"],
];
const ABOUT_A_WORKER = [
  ...["worker_heartbeat", "worker_heartbeat", "worker_heartbeat", "get_worker_info", "get_work", "update_work_unit"],
  ...["get_child_work_units", "list_worker_modes", "worker_stats", "worker_unregister"],
];
const ABOUT_LOCKS = ["lock", "lock", "locksome", "renew", "readlock", "unlock"];

function pass({ random, scope, state }: Draw): Step[] {
  const wait: Step = { kind: "wait", seconds: random.pick(scope.waits) };
  apply(state, wait);
  return [wait];
}

/** Draws one step; a call is also applied to the approximate state. */
export function anyStep(draw: Draw): Step {
  const { random, scope } = draw;
  return oneOf<Step>(random, [
    [91, () => call(draw, drawName(draw))],
    [5 * scope.oddness, () => oddCall(random, call(draw, drawSafeName(draw)))],
    [
      2.5,
      () =>
        batchOf(
          times(1 + few(random, 3), () => call(draw, drawName(draw))),
          1,
        ),
    ],
    [3 * scope.oddness, () => oddMessage(random, 1)],
    [0.4 * scope.oddness, () => paddedCall(random, 1)],
  ]);
}

const drawName = ({ random, scope }: Draw): string =>
  oneOf(
    random,
    DRAWN_METHODS.map(([name, { often }]) => [often * scope.share(name), () => name] as const),
  );

/**
 * A method whose options may be damaged. Not get_work with several specs of equal priority: without its
 * `work_spec_names` the daemon chooses among them at random.
 */
function drawSafeName(draw: Draw): string {
  const { scope } = draw;
  const name = drawName(draw);
  return name === "get_work" && scope.specs.length > 1 && !scope.tiers ? "update_work_unit" : name;
}

function call(draw: Draw, method: string): Call {
  const drawn = DRAWN_METHODS.find(([name]) => name === method)?.[1] ?? DRAWN.now;
  const step: Call = { kind: "call", conn: 1, method, params: drawn.params(draw) };
  apply(draw.state, step);
  return step;
}

/**
 * Assigns connections to steps. Some sessions use two, and replace one that a client hangs up or a daemon may close;
 * these read the final state on a third one.
 */
function takeTurns(random: Random, steps: readonly Step[]): Step[] {
  const share = random.percent(30) ? 30 : 0;
  let [first, second, last] = [1, 2, 2];
  return steps.map((step): Step => {
    if (step.kind === "wait") return step;
    if (step.conn === LOOKING) return { ...step, conn: share > 0 ? LOOKING : first };
    const isSecond = random.percent(share);
    const conn = isSecond ? second : first;
    const hangup = share > 0 && step.kind === "call" && random.percent(8);
    if (hangup || (step.kind === "odd" && step.mayClose)) {
      last += 1;
      if (isSecond) second = last;
      else first = last;
    }
    return hangup && step.kind === "call" ? { ...step, conn, hangup } : { ...step, conn };
  });
}

/** Calls that read the complete state; the last of them take the remaining units with get_work. */
function lookAround({ random, scope, state }: Draw): Step[] {
  const ask = (method: string, ...params: readonly Tree[]): Call => ({ kind: "call", conn: LOOKING, method, params });
  const look = (): Step[] => {
    const specs = [...state.specs].slice(0, 3).map(([name, units]) => ({
      name: string(random, name),
      keys: listOf([...units.keys()].slice(0, 8).map((key) => string(random, key))),
    }));
    const workers = [...new Set(["p", "w1", "w2", ...state.workers])].slice(0, 5).map((each) => string(random, each));
    const paths = listOf(state.locks.slice(0, 6).map(({ path }) => path));
    return [
      ...specs.flatMap(({ name, keys }) => [
        ask("get_work_unit_status", name, keys),
        ask("get_work_units", name, "{}"),
        ask("count_work_units", name),
        ask("get_work_spec_meta", name),
        ask("get_work_spec", name),
      ]),
      ask("list_work_specs", "{}"),
      ...workers.map((id) => ask("get_child_work_units", id)),
      ...workers.map((id) => ask("get_worker_info", id)),
      ask("list_worker_modes"),
      ask("worker_stats"),
      ask("now"),
      ...(state.locks.length > 0 ? [ask("readlock", paths)] : []),
      ...specs.flatMap(({ name }) => [takeAll(random, name), ask("count_work_units", name)]),
    ];
  };
  const first = look();
  return scope.waits.length === 0 || random.percent(40)
    ? first
    : [...first, { kind: "wait", seconds: random.pick(scope.waits) }, ...look()];
}

function takeAll(random: Random, name: Tree): Call {
  const options = `{'work_spec_names': [${typeof name === "string" ? name : "''"}], 'max_jobs': ${random.pick([1, 3, 9, 50])}}`;
  return { kind: "call", conn: LOOKING, method: "get_work", params: ["'watcher'", options] };
}

/** Placeholder for the connection of the calls that read the final state, see takeTurns(). */
const LOOKING = 99;
