// Random calls on units of a few keys in two work specs, each the successor of the other; the state is read after each.
import { type Random, seeded } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { entriesOf, someOf, walk } from "./walk.ts";

const KEYS = ["'a'", "'b'", "'c'", '"a"'];

/** The names of two work specs; the first is chosen more often. */
type Specs = readonly [string, string];

/** Makes data that differs each time, so that replies show which call set it. */
class Counter {
  #count = 0;
  next(): string {
    this.#count += 1;
    return `{'n': ${this.#count}}`;
  }
}

type Drawing = {
  readonly random: Random;
  readonly counter: Counter;
  readonly specs: Specs;
  readonly leases: readonly string[];
};

function data({ random, counter }: Drawing): string {
  return random.pick(["null", "{}", counter.next(), counter.next(), counter.next()]);
}

function item(drawing: Drawing): string {
  const { random } = drawing;
  const key = random.pick(KEYS);
  const meta = entriesOf(random, 40, { priority: ["-1", "1", "2", "0.5_3", "null"], delay: ["0", "600", "null"] });
  return random.pick([
    key,
    `[${key}, ${data(drawing)}]`,
    `[${key}, ${data(drawing)}]`,
    `[${key}, ${data(drawing)}, ${meta}]`,
    `128([${key}, ${data(drawing)}, ${random.pick([meta, "null"])}, ${random.pick(["3", "-2", "null", "1.5_3"])}])`,
  ]);
}

function items(drawing: Drawing): string {
  return `[${Array.from({ length: 1 + drawing.random.below(3) }, () => item(drawing)).join(", ")}]`;
}

/** Data of an update, sometimes with units to chain or a traceback. */
function update(drawing: Drawing): string {
  const { random } = drawing;
  const output = () => {
    if (random.percent(50)) return items(drawing);
    return `{${KEYS.slice(0, 1 + random.below(3))
      .map((key) => `${key}: ${data(drawing)}`)
      .join(", ")}}`;
  };
  return entriesOf(random, 55, {
    status: ["0", "1", "1", "3", "4", "4", "5", "5", "null"],
    data: [
      "null",
      data(drawing),
      data(drawing),
      `{'output': ${output()}}`,
      `{'output': ${output()}, 'traceback': 'tb'}`,
    ],
    lease_time: drawing.leases,
    worker_id: ["'v'", "'w'", "''"],
  });
}

function call(drawing: Drawing): string {
  const { random, specs, leases } = drawing;
  const spec = random.percent(75) ? specs[0] : specs[1];
  const work = () =>
    entriesOf(random, 60, { max_jobs: ["1", "2", "3", "0"], lease_time: leases }, [`'work_spec_names': ['${spec}']`]);
  const keys = () => [`'work_unit_keys': ${someOf(random, 3, KEYS)}`];
  const draw = random.below(100);
  if (draw < 22) return `add_work_units('${spec}', ${items(drawing)})`;
  if (draw < 44) return `get_work(${random.pick(["'v'", "'w'"])}, ${work()})`;
  if (draw < 78) return `update_work_unit('${spec}', ${random.pick(KEYS)}, ${update(drawing)})`;
  if (draw < 86) {
    const options = { priority: ["5", "-5", "0", "null"], adjustment: ["1", "-3", "null"] };
    return `prioritize_work_units('${spec}', ${entriesOf(random, 60, options, keys())})`;
  }
  if (draw < 92) {
    const state = { state: ["1", "3", "4", "5", "2", "0"] };
    return `del_work_units('${spec}', ${entriesOf(random, 40, state, random.percent(70) ? keys() : [])})`;
  }
  if (draw < 97) {
    const options = entriesOf(random, 40, {
      status: ["1", "2", "0"],
      max_running: ["0", "1", "2"],
      weight: ["0", "5"],
    });
    return `control_work_spec('${spec}', ${options})`;
  }
  return definition(random, spec, spec === specs[0] ? specs[1] : specs[0]);
}

function definition(random: Random, name: string, then: string): string {
  const next = [`'${then}'`, `'${then}'`, `'${name}'`, "'nosuch'"];
  const settings = {
    max_retries: ["1", "2", "3"],
    max_running: ["1", "2"],
    max_getwork: ["1", "2"],
    disabled: ["false", "true"],
  };
  const named = [`'name': '${name}'`, ...(random.percent(50) ? [`'then': ${random.pick(next)}`] : [])];
  return `set_work_spec(${entriesOf(random, 30, settings, named)})`;
}

function seen(spec: string): string[] {
  return [
    `get_work_unit_status('${spec}', ['a', 'b', 'c'])`,
    `get_work_units('${spec}', {})`,
    `count_work_units('${spec}')`,
  ];
}

/** Takes the remaining units in order, then again after all are set available. */
function drained(spec: string): string[] {
  const work = `get_work('x', {'work_spec_names': ['${spec}'], 'max_jobs': 9})`;
  return [
    `control_work_spec('${spec}', {'status': 1, 'weight': 1, 'max_running': 0})`,
    work,
    ...["a", "b", "c"].map((key) => `update_work_unit('${spec}', '${key}', {'status': 1})`),
    work,
    ...seen(spec),
  ];
}

const FIRST = "['a', ['b', {'n': 0}], ['c', null]]";
const LONG = ["100", "500", "0", "90000", "null"];

function walked(): RawCase {
  const counter = new Counter();
  const specs = ["s", "t"] as const;
  return walk({
    id: "units",
    title: "units of three keys in two work specs: after each call, all that can be seen of them",
    requires: ["UNIT-111", "WORK-69", "CHAIN-27", "UNIT-43", "UNIT-39", "UNIT-40", "WORK-72"],
    rows: 45,
    steps: 14,
    seed: 3,
    begin: (random) => [
      definition(random, "s", "t"),
      definition(random, "t", "s"),
      `add_work_units('s', ${FIRST})`,
      "add_work_units('t', ['a'])",
    ],
    step: (random) => [call({ random, counter, specs, leases: LONG }), ...seen("s"), ...seen("t").slice(0, 2)],
    end: [...drained("s"), ...drained("t"), "clear()"],
  });
}

/** Units, some leased for 2 s, each pair of work specs on its own, so that all share one wait. */
function ending(seed: number, count: number): RawCase {
  const random = seeded(seed);
  const counter = new Counter();
  const walks = Array.from({ length: count }, (_, i) => {
    const specs = [`s${i}`, `t${i}`] as const;
    const calls = (leases: readonly string[], looks: readonly string[]) =>
      Array.from({ length: 8 }, () => [call({ random, counter, specs, leases }), ...looks]).flat();
    const [s, t] = specs;
    return {
      before: [
        definition(random, s, t),
        definition(random, t, s),
        `add_work_units('${s}', ${FIRST})`,
        ...calls(["2", "2", "2", "300"], []),
      ],
      after: [...seen(s), ...seen(t), ...calls(LONG, [...seen(s), ...seen(t)]), ...drained(s), ...drained(t)],
    };
  });
  return {
    id: "walks/leases-that-end",
    title: "units of which some were leased for 2 s, when those leases are over",
    requires: ["WORK-24", "WORK-26", "WORK-27", "WORK-84", "WORK-105", "UNIT-5", "UNIT-82"],
    lines: [
      // In one segment, so that nothing expires before the wait.
      "# leases of 2 s among others",
      ...together(...walks.flatMap(({ before }) => before)),
      "wait 2.2",
      ...walks.flatMap(({ after }, i) => [`# walk ${i + 1}, when leases of 2 s are over`, ...together(...after)]),
    ],
  };
}

export const unitWalks: readonly RawCase[] = [walked(), ending(4, 6)];
