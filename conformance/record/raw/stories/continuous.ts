// Continuous work specs, which create units themselves. Their keys are times, so replies with keys are mostly avoided.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** Units that are created within the same millisecond have the same key. */
const A_MOMENT = "wait 0.1";
const make = "set_work_spec({'name': 's', 'continuous': true})";
const every = (seconds: string) => `set_work_spec({'name': 's', 'continuous': true, 'interval': ${seconds}})`;
const COUNT = "count_work_units('s')";
/** States in which a continuous spec must not create a unit. */
const NONE: Readonly<Record<string, readonly string[]>> = {
  "while a unit is pending": [make, "add_work_units('s', ['u'])", "get_work('w', {})"],
  "while a unit is forced": [make, "add_work_units('s', ['u'])", "update_work_unit('s', 'u', {'status': 3})"],
  "when it is paused": ["set_work_spec({'name': 's', 'continuous': true, 'disabled': true})"],
  "when control paused it": [make, "control_work_spec('s', {'status': 2})"],
  "when control ended that": [make, "control_work_spec('s', {'continuous': false})"],
  "when its weight is 0": [make, "control_work_spec('s', {'weight': 0})"],
  "with a runtime": ["set_work_spec({'name': 's', 'continuous': true, 'runtime': 'go'})"],
  "when it is no longer continuous": [make, "set_work_spec({'name': 's'})"],
};

export const continuous: readonly RawCase[] = [
  story(
    "continuous-makes-none",
    "when a continuous spec makes no unit",
    ["WORK-93", "WORK-94", "SPEC-64"],
    ...Object.entries(NONE).flatMap(([name, lines]) => [
      `# ${name}`,
      ...together(
        ...lines,
        "get_work('v', {})",
        "get_work('v', {'max_jobs': 5})",
        COUNT,
        "get_work_spec_meta('s')",
        "clear()",
      ),
    ]),
  ),
  story(
    "continuous-gives-its-units-first",
    "units that were added come before one is made, with max_jobs and without, and whatever the interval",
    ["WORK-94", "WORK-101"],
    ...together(
      every("600"),
      "add_work_units('s', ['a', 'b', 'c', 'd'])",
      "get_work('w', {})",
      COUNT,
      "get_work('w', {'max_jobs': 2})",
      "get_work('w', {'max_jobs': 9})",
      "get_work('w', {})",
      COUNT,
      "update_work_unit('s', 'a', {'status': 1})",
      "get_work('w', {'max_jobs': 9})",
      COUNT,
      "clear()",
    ),
  ),
  story(
    "continuous-interval-is-of-made-units",
    "units that were added do not begin the interval: what comes behind them is made at once",
    ["WORK-101", "WORK-96"],
    "set_work_spec({'name': 's', 'continuous': true, 'interval': 600})",
    "add_work_units('s', ['u', 'v'])",
    "get_work('w', {'max_jobs': 2})",
    "update_work_unit('s', 'u', {'status': 4})",
    "update_work_unit('s', 'v', {'status': 5})",
    "get_work('w', {})",
    "add_work_units('s', ['x'])",
    "get_work('w', {})",
    "get_work('w', {})",
  ),
  story(
    "continuous-unit-is-ordinary",
    "a unit that a spec made comes behind one of its priority with a lesser key, and before one with a greater",
    ["WORK-99", "WORK-100", "WORK-97"],
    ...together(every("600"), "get_work('w', {'lease_time': 1, 'max_jobs': 5})", COUNT, "get_work('w', {})", COUNT),
    "wait 1.2",
    ...together(
      "add_work_units('s', ['!', 'z'])",
      "get_work('w', {'max_jobs': 9, 'lease_time': 600})",
      COUNT,
      "get_work('w', {})",
      "get_work_units('s', {})",
      "del_work_spec('s')",
    ),
  ),
  story(
    "continuous-interval",
    "the next unit is made when the interval has passed and not before, counted anew by a definition and not by control",
    ["WORK-96", "WORK-102", "SPEC-19", "SPEC-20"],
    ...together(every("1"), "get_work('w', {})", "del_work_units('s', {'all': true})", "get_work('w', {})", COUNT),
    A_MOMENT,
    ...together(
      "set_work_spec({'name': 'long', 'continuous': true, 'interval': 600})",
      "get_work('w', {'work_spec_names': ['long']})",
      "del_work_units('long', {'all': true})",
      "get_work('w', {'work_spec_names': ['long']})",
      "control_work_spec('long', {'interval': 0})",
      "get_work('w', {'work_spec_names': ['long']})",
      "control_work_spec('long', {'continuous': false})",
      "control_work_spec('long', {'continuous': true})",
      "get_work('w', {'work_spec_names': ['long']})",
    ),
    "wait 1.2",
    ...together(
      "get_work('w', {'work_spec_names': ['s', 'long']})",
      "del_work_units('s', {'all': true})",
      "get_work('w', {'work_spec_names': ['s', 'long']})",
    ),
    A_MOMENT,
    ...together(
      "set_work_spec({'name': 'long', 'continuous': true, 'interval': 600})",
      "get_work('w', {'work_spec_names': ['long']})",
      "count_work_units('long')",
      "del_work_spec('s')",
      "del_work_spec('long')",
    ),
  ),
  story(
    "continuous-beside-ended-units",
    "delayed, finished and failed units keep no spec from making one",
    ["WORK-95"],
    ...["{'delay': 600}", "{}", "null"].flatMap((meta, i) => [
      ...(i === 0 ? [] : [A_MOMENT]),
      ...together(
        make,
        `add_work_units('s', [['u', {}, ${meta}]])`,
        ...(i === 0 ? [] : [`update_work_unit('s', 'u', {'status': ${3 + i}})`]),
        "get_work('w', {})",
        COUNT,
        "get_work('w', {})",
        "del_work_spec('s')",
      ),
    ]),
  ),
  story(
    "continuous-makes-one-for-many-jobs",
    "one unit is made for one call, also where it asks for a thousand units and more",
    ["WORK-97", "WORK-94"],
    ...[1, 2, 1000, 1001].flatMap((jobs) => [
      ...together(
        make,
        `get_work('w', {'max_jobs': ${jobs}})`,
        COUNT,
        `get_work('w', {'max_jobs': ${jobs}})`,
        COUNT,
        "del_work_spec('s')",
      ),
      A_MOMENT,
    ]),
  ),
  story(
    "continuous-keys-through-a-second",
    "keys that are times have three decimals at every part of a second, also zeros",
    ["WORK-98"],
    make,
    ...Array.from({ length: 11 }, () => [
      ...together("get_work('w', {})", "del_work_units('s', {'all': true})"),
      A_MOMENT,
    ]).flat(),
  ),
];
