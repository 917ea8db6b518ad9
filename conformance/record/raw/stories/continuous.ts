// Specs that make units of their own, as far as their keys, which are times, need not be known.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const make = "set_work_spec({'name': 's', 'continuous': true})";
const every = (seconds: string) => `set_work_spec({'name': 's', 'continuous': true, 'interval': ${seconds}})`;
const COUNT = "count_work_units('s')";
/** Nothing may be made, so that the reply is known. */
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
];
