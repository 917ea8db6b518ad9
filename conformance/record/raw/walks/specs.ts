// Random definitions and control calls on work specs of a few names; the state is read after each call.
import type { Random } from "../../../random.ts";
import type { RawCase } from "../definition.ts";
import { entriesOf, walk } from "./walk.ts";

const NAMES = ["'a'", "'a'", "'b'", "'b'", '"a"', "'a b'", "'A'", "' '", "'B '"];

type Values = Readonly<Record<string, readonly string[]>>;

const KEYS: Values = {
  disabled: ["true", "false", "null"],
  continuous: ["true", "true", "false", "null"],
  interval: ["0", "60", "0.5_3", "-1", "null"],
  priority: ["0", "3", "-2.5_3", "null"],
  weight: ["0", "7", "0.5_3", "-3", "null"],
  nice: ["0", "5", "19.5_3", "30", "null"],
  max_running: ["0", "1", "2.9_3", "-4", "4294967297", "null"],
  max_getwork: ["0", "1", "2", "4294967298"],
  max_retries: ["0", "1", "2", "4294967299"],
  min_gb: ["1", "0.5_3"],
  runtime: ["''", '""', "null", "'go'", "'python'", "' '"],
  module: ["'m'", '"m"', "1"],
  run_function: ["'r'", '"r"', "null"],
  config: ["{'k': 'v'}", "[1, 'x']"],
  other: ["h'ff'", "'text'", "128(['x'])"],
};
/** Keys in another spelling, so that a map can have a valid value for the same key too. */
const WRONG_KEYS: Values = {
  Disabled: ["1", "'true'"],
  Continuous: ["0", "'yes'"],
  Interval: ["'x'", "{}"],
  Priority: ["[]", "true"],
  Weight: ["'heavy'", "2(h'01')"],
  Then: ["1", "[]"],
  Runtime: ["0", "128([])"],
};
const CONTROL: Values = {
  status: ["1", "2", "0", "-1", "2.7_3", "null"],
  continuous: ["true", "false", "null"],
  weight: ["0", "5", "-1", "1.5_3", "null"],
  interval: ["0", "30", "0.25_3", "null"],
  max_running: ["0", "1", "3", "-1", "4294967297", "null"],
  other: ["1"],
};
const WRONG_CONTROL: Values = {
  Status: ["'x'", "true"],
  Continuous: ["0", "'x'"],
  Weight: ["'x'", "false"],
  Interval: ["[]", "'1'"],
};

/** Values of a wrong type in one of five calls. */
function orWrong(random: Random, right: Values, wrong: Values): Values {
  return random.percent(20) ? { ...right, ...wrong } : right;
}

/** Reads the state of the work specs, and which of them give work, without keeping units. */
const SEEN = ["'a'", "'b'"].flatMap((name) => [
  `get_work_spec(${name})`,
  `get_work_spec_meta(${name})`,
  `add_work_units(${name}, ['u', 'v', 'w'])`,
  // A continuous spec has units available, so that it creates none.
  `get_work('w', {'work_spec_names': [${name}], 'max_jobs': 3})`,
  `del_work_units(${name}, {'all': true})`,
]);

function call(random: Random): string {
  const name = random.pick(NAMES);
  const draw = random.below(100);
  const named = [`'name': ${name}`, ...(random.percent(25) ? [`'then': ${random.pick(["'a'", '"b"', "null"])}`] : [])];
  if (draw < 45) return `set_work_spec(${entriesOf(random, 25, orWrong(random, KEYS, WRONG_KEYS), named)})`;
  if (draw < 85) return `control_work_spec(${name}, ${entriesOf(random, 45, orWrong(random, CONTROL, WRONG_CONTROL))})`;
  if (draw < 93) return `del_work_spec(${name})`;
  return `list_work_specs(${entriesOf(random, 60, { start: [...NAMES, "'a '", "'B'"], limit: ["1", "2", "0", "null"] })})`;
}

export const specWalks: readonly RawCase[] = [
  walk({
    id: "specs",
    title: "work specs defined and controlled with anything together: after each call, what two of them say and give",
    requires: ["SPEC-2", "SPEC-19", "SPEC-60", "SPEC-65", "SPEC-69", "SPEC-18", "WORK-76"],
    rows: 24,
    steps: 16,
    seed: 6,
    begin: () => ["set_work_spec({'name': 'a'})", "set_work_spec({'name': 'b', 'continuous': true})"],
    step: (random) => [call(random), ...SEEN, "list_work_specs({'limit': 4})"],
    end: ["clear()"],
  }),
];
