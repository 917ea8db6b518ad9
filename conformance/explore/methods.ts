// The 30 methods of the protocol, each with what its parameters may be in a session of a scope, and how often it is drawn.
import fc from "fast-check";
import {
  data,
  list,
  listOrTuple,
  type Notation,
  number,
  oddItem,
  often,
  options,
  string,
  unitKey,
  value,
  workerId,
} from "./vocabulary.ts";

/** Which work specs a session defines. With more than one, get_work names the one to take from. */
export type Scope = { readonly specs: readonly string[]; readonly continuous: boolean };

export type Drawn = { readonly often: number; readonly params: readonly Notation[] };

export function methodParams(scope: Scope) {
  const spec = fc.oneof({ weight: 15, arbitrary: string(...scope.specs) }, { weight: 1, arbitrary: string("zz", "") });
  const keys = listOrTuple(unitKey);
  return {
    set_work_spec: { often: 8, params: [definition(scope)] },
    add_work_units: { often: 8, params: [spec, list(unit, 5)] },
    get_work: { often: 14, params: [workerId, getWorkOptions(scope)] },
    update_work_unit: { often: 14, params: [spec, unitKey, updateOptions] },
    get_work_units: { often: 5, params: [spec, selection] },
    get_work_unit_status: { often: 7, params: [spec, often(list(unitKey), keys)] },
    count_work_units: { often: 4, params: [spec] },
    prioritize_work_units: { often: 4, params: [spec, prioritizeOptions] },
    del_work_units: { often: 3, params: [spec, deletion] },
    get_work_spec: { often: 2, params: [spec] },
    get_work_spec_meta: { often: 3, params: [spec] },
    control_work_spec: { often: 4, params: [spec, controlOptions()] },
    list_work_specs: {
      often: 2,
      params: [often(fc.constant("{}"), options({ start: spec, limit: number(0, 1, 2, 10) }))],
    },
    del_work_spec: { often: 1, params: [spec] },
    clear: { often: 1, params: [] },
    worker_heartbeat: { often: 5, params: [workerId, mode, lifetime, often(data, fc.constant("null")), parent] },
    worker_unregister: { often: 1, params: [workerId] },
    list_worker_modes: { often: 2, params: [] },
    get_worker_info: { often: 2, params: [workerId] },
    mode_counts: { often: 2, params: [] },
    worker_stats: { often: 2, params: [] },
    get_child_work_units: { often: 4, params: [often(workerId, string("p", ""))] },
    lock: { often: 3, params: [locker, timeout, paths] },
    locksome: { often: 2, params: [locker, timeout, paths] },
    renew: { often: 2, params: [locker, timeout, paths] },
    readlock: { often: 2, params: [paths] },
    unlock: { often: 2, params: [locker, paths] },
    delete_namespace: { often: 1, params: [label] },
    now: { often: 1, params: [] },
    get_config: { often: 1, params: [] },
    archive: { often: 1, params: [options({})] },
  } satisfies Record<string, Drawn>;
}

/** Now and then a value of a kind that the option doesn't take. */
const orOdd = (usual: Notation): Notation =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: oddItem });

const counts = number(0, 1, 2, 5, -1, "2.9_3");

function definition({ specs, continuous }: Scope): Notation {
  const name = string(...specs).map((each) => `'name': ${each}`);
  const fields: [string, Notation][] = [
    ["weight", orOdd(number(0, 1, 7, -4, "2.9_3"))],
    ["nice", orOdd(number(0, 5, 25, -5))],
    ["priority", orOdd(number(0, 1, -1))],
    ["disabled", orOdd(fc.constantFrom("false", "true"))],
    ["interval", orOdd(number(0, 60, "60.5_3"))],
    ["min_gb", orOdd(number(0, 1, "0.5_3"))],
    ["max_running", orOdd(counts)],
    ["max_getwork", orOdd(counts)],
    ["max_retries", orOdd(counts)],
    ["desc", value],
    ["config", value],
    ["module", string("m")],
    ["run_function", string("f")],
    ["then", orOdd(string(...specs, "zz", ""))],
  ];
  // Each on its own is rare: a spec that is limited in all ways never has work.
  const few = fc.subarray(fields, { maxLength: 3 }).chain((chosen) => options(new Map(chosen)));
  return fc.tuple(name, few).map(([first, rest]) => {
    const inner = rest.slice(1, -1);
    return `{${first}${continuous ? ", 'continuous': true" : ""}${inner === "" ? "" : `, ${inner}`}}`;
  });
}

const meta = options({ priority: orOdd(number(0, 1, "2.5_3", -1)), delay: orOdd(number(600, 0, "-5", "0.5_3")) });
const joined = (...parts: readonly Notation[]) => fc.tuple(...parts).map((given) => given.join(", "));
const parts = fc.oneof(
  { weight: 5, arbitrary: joined(unitKey, data) },
  { weight: 3, arbitrary: joined(unitKey, data, meta) },
  joined(unitKey, data, fc.constant("{}"), number("1.0_3", "-1.0_3", "null", 5)),
  joined(orOdd(unitKey), orOdd(data), orOdd(meta)),
  joined(unitKey),
);
const unit = often(
  fc.tuple(fc.constantFrom("128", ""), parts).map(([tag, given]) => (tag === "" ? `[${given}]` : `${tag}([${given}])`)),
  unitKey,
);

const status = often(number(1, 3, 4, 4, 5), number(0, 2, 6, -1));
const lease = often(number(30, 100, 900), number(0, -1, 86_400, 86_401, "1.0e6_3"));
const updateOptions = orOdd(
  options({ status: orOdd(status), lease_time: orOdd(lease), data: orOdd(data), worker_id: orOdd(workerId) }),
);

/** Always from one work spec: among several it would be chance. */
function getWorkOptions({ specs }: Scope): Notation {
  const more = {
    lease_time: orOdd(lease),
    max_jobs: orOdd(number(1, 1, 2, 3, 10, 0, -1)),
    available_gb: orOdd(number(1, "2.5_3")),
  };
  const names = string(...specs).map((each) => `[${each}]`);
  if (specs.length === 1) return options({ ...more, work_spec_names: orOdd(names) });
  return fc
    .tuple(options(more), names)
    .map(([rest, chosen]) => `{'work_spec_names': ${chosen}${rest === "{}" ? "" : `, ${rest.slice(1, -1)}`}}`);
}

const selection = often(
  options({
    state: orOdd(often(number(1, 3, 4, 5), listOrTuple(status))),
    start: orOdd(unitKey),
    limit: orOdd(number(1, 2, 100, 0)),
  }),
  options({ work_unit_keys: orOdd(list(unitKey)) }),
);
const prioritizeOptions = options({
  work_unit_keys: orOdd(list(unitKey)),
  priority: orOdd(number(0, 1, "2.5_3", -1)),
  adjustment: orOdd(number(1, -1, "0.5_3")),
});
const deletion = often(
  fc.oneof(
    fc.constant("{'all': true}"),
    list(unitKey).map((keys) => `{'work_unit_keys': ${keys}}`),
    options({ state: orOdd(status) }),
  ),
  options({ all: orOdd(fc.constantFrom("true", "false")), work_unit_keys: orOdd(list(unitKey)), state: orOdd(status) }),
);

function controlOptions(): Notation {
  return options({
    status: orOdd(number(1, 2, 0)),
    weight: orOdd(number(1, 7, 0, -1)),
    interval: orOdd(number(0, 60, "1.5_3")),
    continuous: fc.constantFrom("false", "true"),
    max_running: orOdd(counts),
  });
}

const mode = often(string("RUN", "IDLE"), fc.constant("null"));
const lifetime = often(number(300, "100.5_3"), fc.constantFrom("null", "-1", "-1.5_3", "86400", "100000", "1.0e12_3"));
const parent = often(string("p"), fc.constant("null"), workerId, string(""));

const label = often(
  string("x", "y", "z"),
  number(1, "1.0_3", "1.5_3", -1),
  fc.constantFrom("null", "true", "[1]", "{'k': 1}", "128(['x'])"),
);
const paths = often(listOrTuple(listOrTuple(label, 2), 3), oddItem);
const locker = often(string("w1", "w2"), string(""));
const timeout = often(number(0, 60, 600), number(-5, "100.9_3", 2_000_000));
