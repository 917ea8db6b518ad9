// All values of a work spec's settings, on paused, busy and idle specs, and the work that these give then.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** Ways in which a spec was paused or resumed. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  runnable: ["set_work_spec({'name': 's'})"],
  "paused by its definition": ["set_work_spec({'name': 's', 'disabled': true})"],
  "paused by control": ["set_work_spec({'name': 's'})", "control_work_spec('s', {'status': 2})"],
  "resumed by control": ["set_work_spec({'name': 's', 'disabled': true})", "control_work_spec('s', {'status': 1})"],
  "of weight 0 by control": ["set_work_spec({'name': 's'})", "control_work_spec('s', {'weight': 0})"],
  "full by control": ["set_work_spec({'name': 's'})", "control_work_spec('s', {'max_running': 1})"],
};
const CONTROLS = [
  ...["0", "1", "2", "3", "-1", "-2", "2.9_3", "1.9_3", "0.5_3", "null", "258", "4294967298"].map(
    (value) => `'status': ${value}`,
  ),
  ...["0", "1", "-1", "0.25_3", "null"].map((value) => `'weight': ${value}`),
  ...["0", "1", "2", "-1", "0.9_3", "null"].map((value) => `'max_running': ${value}`),
  ...["true", "false", "null"].map((value) => `'continuous': ${value}`),
  "'status': 0, 'weight': 3, 'max_running': 2",
  "'status': 1, 'continuous': true, 'weight': 3",
  "'status': 2, 'continuous': true, 'weight': 3, 'interval': 7, 'max_running': 1",
  "'status': 2, 'continuous': false, 'weight': 3, 'interval': 7, 'max_running': 1",
];

const RUNTIMES = [
  "''",
  '""',
  "null",
  "' '",
  "'python'",
  "'Python'",
  "'python2'",
  "'go'",
  "'none'",
  "'0'",
  "h'00'",
  "'null'",
];

export const settings: readonly RawCase[] = [
  story(
    "controlled-in-every-state",
    "work specs that are paused, resumed or full, controlled once more, and what work they give",
    ["SPEC-55", "SPEC-56", "SPEC-57", "SPEC-58", "SPEC-60", "SPEC-61", "SPEC-62", "SPEC-65", "WORK-78"],
    ...Object.entries(BEFORE).flatMap(([name, lines]) =>
      CONTROLS.flatMap((control) => [
        `# a spec that is ${name}, then ${control}`,
        ...together(
          ...lines,
          "add_work_units('s', ['a', 'b', 'c'])",
          "update_work_unit('s', 'a', {'status': 3})",
          `control_work_spec('s', {${control}})`,
          "get_work_spec_meta('s')",
          "get_work('w', {})",
          "get_work('w', {'max_jobs': 9})",
          "update_work_unit('s', 'a', {'status': 4})",
          "get_work('w', {'max_jobs': 9})",
          "set_work_spec({'name': 's'})",
          "get_work_spec_meta('s')",
          "get_work('w', {'max_jobs': 9})",
          "del_work_spec('s')",
        ),
      ]),
    ),
  ),
  story(
    "runtimes",
    "any runtime but none keeps a work spec from giving work, also one that makes units, and whatever it is called",
    ["SPEC-32", "WORK-76", "WORK-93"],
    ...RUNTIMES.flatMap((runtime) => [
      `# ${runtime}`,
      ...together(
        `set_work_spec({'name': 's', 'runtime': ${runtime}})`,
        "add_work_units('s', ['u', 'v'])",
        "get_work('w', {})",
        "get_work('w', {'work_spec_names': ['s']})",
        "get_work_units('s', {'state': 1})",
        "del_work_spec('s')",
      ),
    ]),
  ),
];
