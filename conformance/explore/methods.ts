// The 30 methods of the protocol, each with how often it is drawn, and what its parameters may be in the state of a session.
import { type Chance, few, oneOf, times } from "./chance.ts";
import type { Scope } from "./scope.ts";
import type { State, Status } from "./state.ts";
import { listOf, type MapTree, mapOf, type Tree } from "./tree.ts";
import {
  anyFloat,
  data,
  number,
  type Options,
  oddItem,
  options,
  orOdd,
  sequence,
  string,
  value,
} from "./vocabulary.ts";

/** What a call is drawn from. */
export type Draw = { readonly random: Chance; readonly state: State; readonly scope: Scope; readonly about?: UnitName };

/** The unit that calls dwell on. */
type UnitName = { readonly spec: string; readonly key: string };

export type Method = { readonly often: number; readonly params: (draw: Draw) => readonly Tree[] };

export const DRAWN = {
  set_work_spec: { often: 6, params: (draw) => [definition(draw)] },
  add_work_units: { often: 8, params: (draw) => [specName(draw), units(draw)] },
  get_work: { often: 14, params: (draw) => [worker(draw), getWorkOptions(draw)] },
  update_work_unit: { often: 16, params: update },
  get_work_units: { often: 4, params: (draw) => [specName(draw), selection(draw)] },
  get_work_unit_status: { often: 4, params: (draw) => [specName(draw), keys(draw)] },
  count_work_units: { often: 2, params: (draw) => [specName(draw)] },
  prioritize_work_units: { often: 5, params: (draw) => [specName(draw), prioritizeOptions(draw)] },
  del_work_units: { often: 3, params: (draw) => [specName(draw), deletion(draw)] },
  get_work_spec: { often: 1, params: (draw) => [specName(draw)] },
  get_work_spec_meta: { often: 1, params: (draw) => [specName(draw)] },
  control_work_spec: { often: 5, params: (draw) => [specName(draw), controlOptions(draw)] },
  list_work_specs: { often: 2, params: (draw) => [listOptions(draw)] },
  del_work_spec: { often: 1, params: (draw) => [specName(draw)] },
  clear: { often: 0.5, params: () => [] },
  worker_heartbeat: { often: 5, params: heartbeat },
  worker_unregister: { often: 1, params: (draw) => [worker(draw)] },
  list_worker_modes: { often: 1, params: () => [] },
  get_worker_info: { often: 1, params: (draw) => [worker(draw)] },
  mode_counts: { often: 1, params: () => [] },
  worker_stats: { often: 1, params: () => [] },
  get_child_work_units: { often: 3, params: (draw) => [parent(draw)] },
  lock: { often: 3, params: (draw) => [locker(draw), timeout(draw), paths(draw)] },
  locksome: { often: 2, params: (draw) => [locker(draw), timeout(draw), paths(draw)] },
  renew: { often: 2, params: (draw) => [locker(draw), timeout(draw), paths(draw)] },
  readlock: { often: 2, params: (draw) => [paths(draw)] },
  unlock: { often: 2, params: (draw) => [locker(draw), paths(draw)] },
  delete_namespace: { often: 0.5, params: ({ random }) => [label(random)] },
  now: { often: 0.5, params: () => [] },
  get_config: { often: 0.3, params: () => [] },
  archive: { often: 0.3, params: ({ random }) => [options(random, {})] },
} satisfies Record<string, Method>;

export const DRAWN_METHODS: readonly (readonly [name: string, method: Method])[] = Object.entries(DRAWN);

/** Mostly a spec that there is. */
function specName({ random, state, scope, about }: Draw): Tree {
  if (about !== undefined) return string(random, about.spec);
  const known = [...state.specs.keys()];
  const word = known.length > 0 && random.percent(93) ? random.pick(known) : random.pick([...scope.specs, "zz", ""]);
  return orOdd(random, string(random, word), 0.5);
}

/** Mostly the key of a unit that there is, where `status` says so one of that status. */
function unitKey({ random, state, scope, about }: Draw, spec: string | undefined, status?: Status): string {
  if (about !== undefined && random.percent(90)) return string(random, about.key);
  const known = [...(state.specs.get(spec ?? "") ?? [])].slice(0, 50);
  const fitting = known.filter(([, unit]) => status === undefined || unit.status === status);
  const from = fitting.length > 0 ? fitting : known;
  return string(random, from.length > 0 && random.percent(88) ? random.pick(from)[0] : random.pick(scope.keys));
}

/** Keys of any spec of the session: those of one spec are mostly those of the others too. */
const someKeys = (draw: Draw, most = 4): Tree[] => {
  const { random, state } = draw;
  if (random.percent(0.7)) return manyKeys(random);
  const spec = random.pick([...state.specs.keys(), "a"]);
  return times(few(random, most), () => orOdd(random, unitKey(draw, spec), 1));
};

const keys = (draw: Draw): Tree =>
  draw.random.percent(97) ? listOf(someKeys(draw, 6)) : orOdd(draw.random, sequence(draw.random, someKeys(draw)), 30);

const flag = (random: Chance): Tree =>
  random.odd(5) ? random.pick(["1", "0", "'true'"]) : random.pick(["true", "true", "false"]);

/** Seconds: of the scope, so that they may end in it, or those that a scope without time does not reach. */
const period = ({ random, scope }: Draw, others: readonly (number | string)[]): Tree =>
  scope.periods.length > 0 && random.percent(70) ? String(random.pick(scope.periods)) : number(random, others);

const LIMITS = [0, 1, 1, 1, 2, 2, 3, -1, "2.9_3", 257];

function definition(draw: Draw): MapTree {
  const { random, scope } = draw;
  const name = random.pick(scope.specs);
  const usual: Options = {
    weight: () => number(random, [0, 1, 7, 20, -4, "0.5_3", "2.9_3"]),
    nice: () => number(random, [0, 5, 19, 20, 25, -5, "0.5_3"]),
    priority: () => number(random, [0, 1, -1, "0.5_3"]),
    disabled: () => flag(random),
    interval: () => period(draw, [0, 60, "60.5_3", -1]),
    min_gb: () => number(random, [0, 1, "0.5_3", 1000]),
    max_running: () => number(random, LIMITS),
    max_getwork: () => number(random, LIMITS),
    max_retries: () => number(random, LIMITS),
    desc: () => value(random),
    config: () => value(random),
    module: () => string(random, "m"),
    run_function: () => string(random, "f"),
    terminate_function: () => string(random, "t"),
    runtime: () => string(random, random.pick(["", "", "go"])),
    then_preempts: () => flag(random),
  };
  const always: Options = {
    name: () => orOdd(random, string(random, name), 1.5),
    ...(scope.continuous && random.percent(90) ? { continuous: () => "true" } : {}),
    ...(scope.tiers ? { priority: () => String(10 - scope.specs.indexOf(name)) } : {}),
  };
  const successor = () => string(random, random.pick([...scope.specs, ...scope.specs, "zz", ""]));
  return options(random, new Map([...Object.entries(usual), ["then", successor]]), always);
}

const priority = (random: Chance): Tree => number(random, [0, 1, 2, 5, -1, -2, "2.5_3", "2.4_3", "-0.5_3", "NaN_3"]);
const delay = (draw: Draw): Tree => period(draw, [600, 600, 0, -5, "0.5_3", "1000.9_3"]);
const meta = (draw: Draw): Tree =>
  options(draw.random, { priority: () => priority(draw.random), delay: () => delay(draw) });

function unit(draw: Draw): Tree {
  const { random, state, scope } = draw;
  const spec = random.pick([...state.specs.keys(), "a"]);
  const key = orOdd(random, random.percent(60) ? string(random, random.pick(scope.keys)) : unitKey(draw, spec), 1);
  const held = () => orOdd(random, data(random, random.percent(15) ? () => output(draw) : undefined), 1);
  const parts = oneOf<readonly Tree[]>(random, [
    [5, () => [key, held()]],
    [5, () => [key, held(), orOdd(random, meta(draw), 2)]],
    [2, () => [key, held(), random.pick(["{}", "null"]), orOdd(random, priority(random), 5)]],
    [1, () => [key, held(), meta(draw), priority(random), "1"]],
    [0.5, () => [key]],
    [0.2, () => []],
  ]);
  return random.percent(20) ? key : listOf(parts, random.percent(50) ? "128" : "");
}

/** Mostly a few; now and then as many as pages and bundles are limited to. */
function units(draw: Draw): Tree {
  const { random, scope, state } = draw;
  const isFirst = [...state.specs.values()].every(({ size }) => size === 0);
  if (scope.isLarge && isFirst) return listOf(manyKeys(random));
  return orOdd(random, listOf(times(1 + few(random, 6), () => unit(draw))), 0.5);
}

/** As many as pages and bundles might be limited to, and more. */
const manyKeys = (random: Chance): Tree[] =>
  times(random.pick([101, 257, 300, 1001, 1002, 1100, 2100]), (i) => `'k${String(i).padStart(4, "0")}'`);

function output(draw: Draw): Tree {
  const { random, scope } = draw;
  const key = () => string(random, random.pick(scope.keys));
  return oneOf<Tree>(random, [
    [
      6,
      () =>
        sequence(
          random,
          times(few(random, 4), () => unit(draw)),
        ),
    ],
    [
      4,
      () => mapOf(times(few(random, 3), () => [random.percent(95) ? key() : random.pick(["5", "null"]), data(random)])),
    ],
    [1, () => value(random)],
  ]);
}

function worker({ random, state, scope }: Draw): Tree {
  const known = [...state.workers];
  const words = known.length > 0 && random.percent(30) ? known : scope.workers;
  return orOdd(random, string(random, random.pick(words)), 0.5);
}

function getWorkOptions(draw: Draw): Tree {
  const { random, scope, state } = draw;
  const one = () => string(random, random.pick([...state.specs.keys(), ...scope.specs]));
  const names = () => {
    const name = one();
    return listOf(random.pick([[name], [name], [name, name], [name, "'zz'"], ["'zz'", name]]));
  };
  const any = () => orOdd(random, listOf(times(few(random, 3), one)), 1);
  const usual: Options = {
    lease_time: () => period(draw, [30, 100, 900, 300, 0, -1, "0.5_3", 86_400, 86_401, "1.0e6_3"]),
    max_jobs: () => number(random, scope.isLarge ? [101, 256, 257, 300, 1001, 5000] : [1, 2, 2, 3, 5, 10, 0, -1, 100]),
    available_gb: () => number(random, [1, "2.5_3", 0]),
  };
  if (scope.specs.length === 1) return options(random, { ...usual, work_spec_names: any });
  if (scope.tiers) return options(random, { ...usual, work_spec_names: any });
  return options(random, usual, { work_spec_names: names });
}

/** An update of a unit that mostly is pending; its owner, or somebody else, may be named. */
function update(draw: Draw): readonly Tree[] {
  const { random, state } = draw;
  const spec = specName(draw);
  const name = typeof spec === "string" ? spec.replace(/^['"](.*)['"]$/, "$1") : undefined;
  const status = random.pick<Status>(["pending", "pending", "pending", "available", "finished", "failed"]);
  const usual: Options = {
    status: () => number(random, [1, 1, 3, 4, 4, 4, 5, 5, 0, 2, 6, -1]),
    lease_time: () => period(draw, [30, 100, 900, 0, -1, "0.5_3", 86_400, 86_401, 31_536_000, "1.0e6_3"]),
    data: () => data(random, random.percent(35) ? () => output(draw) : undefined),
    worker_id: () => worker(draw),
  };
  const always: Options = random.percent(50) ? { status: () => random.pick(["1", "3", "4", "4", "5"]) } : {};
  return [
    spec,
    orOdd(random, unitKey(draw, state.specs.has(name ?? "") ? name : undefined, status), 0.5),
    options(random, usual, always),
  ];
}

const STATES = ["1", "3", "4", "5", "2", "0", "6"];
const status = (random: Chance): Tree => number(random, [1, 1, 3, 4, 5, 2]);
const states = (random: Chance): Tree =>
  random.percent(50)
    ? status(random)
    : sequence(
        random,
        times(few(random, 3), () => random.pick(STATES)),
      );

function selection(draw: Draw): Tree {
  const { random, scope } = draw;
  return options(random, {
    state: () => states(random),
    start: () => string(random, random.pick([...scope.keys, "k0500"])),
    limit: () => number(random, [1, 2, 3, 100, 0, -1, 1000, 1001]),
    work_unit_keys: () => listOf(someKeys(draw)),
  });
}

function prioritizeOptions(draw: Draw): Tree {
  const { random } = draw;
  return options(
    random,
    { priority: () => priority(random), adjustment: () => priority(random) },
    random.percent(92) ? { work_unit_keys: () => orOdd(random, listOf(someKeys(draw)), 2) } : {},
  );
}

function deletion(draw: Draw): Tree {
  const { random } = draw;
  return options(random, {
    all: () => flag(random),
    work_unit_keys: () => listOf(someKeys(draw)),
    state: () => states(random),
  });
}

function controlOptions(draw: Draw): Tree {
  const { random } = draw;
  return options(random, {
    status: () => number(random, [1, 2, 1, 2, 0, 3]),
    weight: () => number(random, [1, 7, 0, -1, "0.5_3"]),
    interval: () => period(draw, [0, 60, "1.5_3", -1]),
    continuous: () => flag(random),
    max_running: () => number(random, LIMITS),
  });
}

function listOptions({ random, scope }: Draw): Tree {
  return options(random, {
    start: () => string(random, random.pick([...scope.specs, "zz", ""])),
    limit: () => number(random, [0, 1, 1, 2, 3, -1, 1000]),
  });
}

function heartbeat(draw: Draw): readonly Tree[] {
  const { random } = draw;
  return [
    worker(draw),
    orOdd(random, string(random, random.pick(["RUN", "IDLE", "RUN", "", "h'ff'"]))),
    random.odd(4)
      ? anyFloat(random)
      : period(draw, [300, "100.5_3", "null", -1, "-1.5_3", "-0.5_3", 0, 86_400, 86_401, "86400.5_3", 100_000]),
    random.percent(80) ? data(random) : orOdd(random, "null", 20),
    parent(draw),
  ];
}

const parent = (draw: Draw): Tree =>
  draw.random.percent(60) ? string(draw.random, "p") : draw.random.percent(40) ? "null" : worker(draw);

const LABELS = ["'x'", "'x'", "'y'", '"x"', "'z'", "1", "1.0_3", "1.5_3", "-1", "0", "-0.0_3", "null", "true", "[1]"];
const ODD_LABELS = [
  ...["{'k': 1}", "128(['x'])", "h'ff'", "''", "NaN_3", "1_1", "{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}", "undefined"],
  ...[
    "{10: 1, 9: 2}",
    "{9: 2, 10: 1}",
    "{-1: 1, 2: [1.5_3]}",
    "{true: 1, 2: 1, 'x': null}",
    "[1, [\"x\", {'k': 'v'}]]",
  ],
  ...[
    "37(h'000102030405060708090a0b0c0d0e0f')",
    "5000('x')",
    "2(h'010000000000000000')",
    "-0.0_1",
    "1.0_1",
    "{1.5_3: 1, 1: 2}",
  ],
];
const label = (random: Chance): Tree =>
  oneOf<Tree>(random, [
    [80, () => random.pick(LABELS)],
    [8, () => random.pick(ODD_LABELS)],
    [4, () => anyFloat(random)],
    [3, () => oddItem(random)],
    [3, () => value(random)],
  ]);

/** Paths that are locked already, below them or above them, and others. */
function paths({ random, state }: Draw): Tree {
  const path = (): Tree => {
    const known = state.locks.length > 0 && random.percent(55) ? random.pick(state.locks).path : undefined;
    const labels = known !== undefined && typeof known !== "string" && known.kind === "list" ? known.items : undefined;
    if (labels === undefined)
      return sequence(
        random,
        times(few(random, 3), () => label(random)),
      );
    return sequence(
      random,
      oneOf<readonly Tree[]>(random, [
        [5, () => labels],
        [1, () => labels.slice(0, -1)],
        [2, () => [...labels, label(random)]],
      ]),
    );
  };
  return orOdd(random, sequence(random, times(random.percent(3) ? 0 : 1 + few(random, 2), path)), 2);
}

function locker({ random, state, scope }: Draw): Tree {
  if (state.locks.length > 0 && random.percent(60)) return random.pick(state.locks).owner;
  return orOdd(random, string(random, random.pick(scope.workers)), 0.5);
}

const timeout = (draw: Draw): Tree => period(draw, [0, 60, 600, "null", -5, "100.9_3", 2_000_000]);
