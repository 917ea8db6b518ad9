// Random draws among work specs, repeated often enough to detect wrong probabilities. Each draw starts from the same
// state: after it all units are finished, drawn or not, and each chains to a new unit with its key.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** A work spec with one unit to draw, and others that stay pending or finished. */
type Drawn = { readonly name: string; readonly weight: number; readonly pending?: number; readonly finished?: number };

/** The score of each spec, to which its probability is proportional: max(0, w(P + 1) - Wp), see WORK-82. */
function scores(specs: readonly Drawn[]): number[] {
  const weights = specs.reduce((sum, { weight }) => sum + weight, 0);
  const pending = specs.reduce((sum, spec) => sum + (spec.pending ?? 0), 0);
  return specs.map(({ weight, pending: own = 0 }) => Math.max(0, weight * (pending + 1) - weights * own));
}

/** @param asked the names in work_spec_names; may repeat a spec or name one that does not exist */
function draws(times: number, specs: readonly Drawn[], asked = specs.map(({ name }) => name)): string[] {
  // Scripts have integer shares: weights in these cases are multiples of 1/8.
  const given = scores(specs);
  const all = given.every(Number.isInteger) ? given : given.map((score) => score * 8);
  const sum = all.reduce((total, score) => total + score, 0);
  const names = asked.map((name) => `'${name}'`).join(", ");
  const choices = specs.flatMap(({ name }, i) =>
    all[i] === 0 ? [] : [`${all[i]} of ${sum}: [128(["${name}", 'u', {}]), null]`],
  );
  return [
    ...together(
      ...specs.flatMap(({ name, weight, pending = 0, finished = 0 }) => {
        const busy = Array.from({ length: pending }, (_, i) => `p${i}`);
        const done = Array.from({ length: finished }, (_, i) => `f${i}`);
        return [
          `set_work_spec({'name': '${name}', 'weight': ${weight}, 'then': '${name}'})`,
          `add_work_units('${name}', ['u'${[...busy, ...done].map((key) => `, '${key}'`).join("")}])`,
          ...busy.map((key) => `update_work_unit('${name}', '${key}', {'status': 3})`),
          ...done.map((key) => `update_work_unit('${name}', '${key}', {'status': 4})`),
        ];
      }),
    ),
    `${times} times get_work('w', {'work_spec_names': [${names}]})`,
    ...specs.map(({ name }) => `& update_work_unit('${name}', 'u', {'status': 4, 'data': {'output': ['u']}})`),
    `= ${choices.join(" or ")}`,
    ...specs.map(() => "= ?"),
    "clear()",
  ];
}

export const chance: readonly RawCase[] = [
  story(
    "draw-by-weight",
    "of two specs of weights 30 and 10 the first is drawn three times in four",
    ["WORK-82"],
    ...draws(3000, [
      { name: "a", weight: 30 },
      { name: "b", weight: 10 },
    ]),
  ),
  story(
    "draw-among-three",
    "three specs are drawn by their weights, whatever the order of their names, also by weights beyond 32 bits",
    ["WORK-82", "WORK-87"],
    ...draws(150, [
      { name: "a", weight: 1 },
      { name: "b", weight: 5 },
      { name: "c", weight: 3 },
    ]),
    ...draws(150, [
      { name: "a", weight: 4294967296 },
      { name: "b", weight: 12884901888 },
    ]),
  ),
  story(
    "draw-with-pending-units",
    "pending units weigh against their spec, finished ones do not, and a score of 0 is never drawn",
    ["WORK-82", "WORK-83", "WORK-84"],
    ...draws(300, [
      { name: "a", weight: 3, pending: 1 },
      { name: "b", weight: 1 },
    ]),
    ...draws(300, [
      { name: "a", weight: 2, pending: 3 },
      { name: "b", weight: 1, pending: 1 },
    ]),
    ...draws(300, [
      { name: "a", weight: 1, finished: 5 },
      { name: "b", weight: 1 },
    ]),
    ...draws(50, [
      { name: "a", weight: 1, pending: 2 },
      { name: "b", weight: 1, pending: 1 },
    ]),
  ),
  story(
    "draw-by-repeated-names",
    "a name that is given twice, or that no spec has, changes no chance",
    ["WORK-82", "WORK-11"],
    ...draws(
      200,
      [
        { name: "a", weight: 1 },
        { name: "b", weight: 1 },
      ],
      ["a", "b", "a", "a", "nosuch", "a"],
    ),
    ...draws(
      200,
      [
        { name: "a", weight: 3, pending: 1 },
        { name: "b", weight: 2 },
      ],
      ["b", "nosuch", "b", "a", "b"],
    ),
  ),
  story(
    "draw-by-weights-of-any-size",
    "weights far from each other and beyond what 31, 32 and 53 bits hold share by the formula",
    ["WORK-82", "WORK-87"],
    ...[2147483648, 4294967297, 9007199254740992].flatMap((weight) =>
      draws(200, [
        { name: "a", weight },
        { name: "b", weight: weight * 2 },
      ]),
    ),
    // Cut to 31, 32 or 53 bits these would be equal.
    ...[2147483648, 4294967296].flatMap((weight) =>
      draws(100, [
        { name: "a", weight },
        { name: "b", weight: weight * 64 },
      ]),
    ),
    ...draws(100, [
      { name: "a", weight: 1 },
      { name: "b", weight: 1 },
      { name: "c", weight: 1 },
      { name: "d", weight: 1 },
      { name: "e", weight: 2 },
    ]),
  ),
  story(
    "draw-of-a-spec-and-its-successor",
    "a spec and its successor are drawn by their weights, as if the one did not follow the other",
    ["WORK-82", "WORK-85"],
    ...[
      ["b", "b"],
      ["a", "a"],
      ["b", "a"],
    ].flatMap(([ofA, ofB]) => [
      ...together(
        `set_work_spec({'name': 'a', 'weight': 3, 'then': '${ofA}'})`,
        `set_work_spec({'name': 'b', 'weight': 1, 'then': '${ofB}'})`,
        "add_work_units('a', ['u'])",
        "add_work_units('b', ['u'])",
      ),
      "200 times get_work('w', {'work_spec_names': ['a', 'b']})",
      "& update_work_unit('a', 'u', {'status': 4})",
      "& update_work_unit('b', 'u', {'status': 4})",
      "& add_work_units('a', ['u'])",
      "& add_work_units('b', ['u'])",
      `= 3 of 4: [128(["a", 'u', {}]), null] or 1 of 4: [128(["b", 'u', {}]), null]`,
      ...["= ?", "= ?", "= ?", "= ?"],
      "clear()",
    ]),
  ),
  story(
    "draw-by-parts-of-one",
    "fractions of weights share as they are, neither rounded up nor down",
    ["WORK-86"],
    ...draws(120, [
      { name: "a", weight: 0.125 },
      { name: "b", weight: 0.875 },
    ]),
    ...draws(250, [
      { name: "a", weight: 1.375 },
      { name: "b", weight: 0.625 },
    ]),
  ),
  story(
    "draw-beside-a-score-below-zero",
    "a spec with more than its share of pending units takes nothing from the others' chances, wherever its name stands",
    ["WORK-82", "WORK-83"],
    ...draws(60, [
      { name: "a", weight: 1 },
      { name: "b", weight: 1 },
      { name: "c", weight: 1, pending: 2 },
    ]),
    ...draws(60, [
      { name: "a", weight: 1, pending: 2 },
      { name: "b", weight: 1 },
      { name: "c", weight: 1 },
    ]),
    ...draws(120, [
      { name: "a", weight: 3 },
      { name: "b", weight: 1, pending: 3 },
      { name: "c", weight: 2 },
      { name: "d", weight: 1, pending: 1 },
    ]),
  ),
];
