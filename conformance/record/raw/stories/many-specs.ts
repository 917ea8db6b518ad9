// More than a thousand work specs; those that can give work are at various positions in the order of names.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const COUNT = 1100;
const name = (i: number) => `s${String(i).padStart(4, "0")}`;
const ALL = Array.from({ length: COUNT }, (_, i) => i);

/** Gives one spec a higher priority than the others, all of which have a unit, and takes its unit twice. */
const above = (i: number) => [
  `set_work_spec({'name': '${name(i)}', 'priority': 2})`,
  `get_work('w', {'work_spec_names': [«0..${COUNT - 1}: 's%04d'»]})`,
  `update_work_unit('${name(i)}', 'u', {'status': 1})`,
  "get_work('w', {})",
  `update_work_unit('${name(i)}', 'u', {'status': 1})`,
  `set_work_spec({'name': '${name(i)}'})`,
];

export const manySpecs: readonly RawCase[] = [
  story(
    "one-of-many-specs",
    "among 1,100 work specs that with the highest priority gives its work, wherever its name stands",
    ["WORK-79", "WORK-77", "WORK-75", "SPEC-50"],
    ...together(
      ...ALL.map((i) => `set_work_spec({'name': '${name(i)}', 'disabled': true})`),
      ...[0, 1, 998, 999, 1000, 1001, 1098, 1099].flatMap((i) => [
        `set_work_spec({'name': '${name(i)}', 'priority': ${i === 0 ? 1 : 2}})`,
        `add_work_units('${name(i)}', ['u'])`,
        `get_work('w${i}', {})`,
        `get_work('v', {})`,
      ]),
      `get_work('w', {'work_spec_names': [«0..${COUNT - 1}: 's%04d'»]})`,
      ...[1099, 0].flatMap((i) => [
        `update_work_unit('${name(i)}', 'u', {'status': 1})`,
        `get_work('w', {'work_spec_names': [«0..${COUNT - 1}: 's%04d'»]})`,
      ]),
      "list_work_specs({'start': 's1098'})",
      "clear()",
      ...ALL.flatMap((i) => [`set_work_spec({'name': '${name(i)}'})`, `add_work_units('${name(i)}', ['u'])`]),
      ...[0, 999, 1000, 1001, 1099].flatMap(above),
      "clear()",
      "get_work('w', {})",
      "clear()",
    ),
  ),
];
