// How attempts are counted towards max_retries, and how get_work treats a unit that has none left.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { BETWEEN, ENDINGS, story } from "./story.ts";

const SEEN = ["get_work_unit_status('s', ['u'])", "get_work_units('s', {})", "count_work_units('s')"];
const spec = "set_work_spec({'name': 's', 'max_retries': 2})";

const counted = Object.entries(ENDINGS).flatMap(([name, ending]) => [
  `# twice ${name}`,
  ...together(
    spec,
    "add_work_units('s', ['u'])",
    ...ending,
    ...SEEN,
    ...ending,
    ...SEEN,
    "get_work('last', {})",
    ...SEEN,
  ),
  ...together(
    "update_work_unit('s', 'u', {'status': 1})",
    "get_work('again', {})",
    "update_work_unit('s', 'u', {'status': 4, 'data': {'late': 1}})",
    ...SEEN,
    "del_work_spec('s')",
  ),
]);

const between = Object.entries(BETWEEN).flatMap(([name, lines]) => [
  `# ${name} between the attempts`,
  ...together(
    spec,
    "add_work_units('s', ['u'])",
    ...ENDINGS.reset,
    ...lines,
    ...ENDINGS.failed,
    "get_work('last', {})",
    ...SEEN,
    "del_work_spec('s')",
  ),
]);

export const retries: readonly RawCase[] = [
  story(
    "retries-of-every-kind",
    "every attempt counts, however it ended",
    ["WORK-68", "WORK-69", "WORK-70", "WORK-74"],
    ...counted,
  ),
  story(
    "retries-and-new-units",
    "what makes a unit new forgets its attempts, and nothing else does",
    ["WORK-69", "CHAIN-27"],
    ...between,
  ),
  story(
    "retries-of-leases-that-ended",
    "an attempt whose lease ended counts, and so does one nobody looked at",
    ["WORK-69", "WORK-24"],
    ...["a", "b", "c"].flatMap((name, i) =>
      together(
        `set_work_spec({'name': '${name}', 'max_retries': ${i + 1}})`,
        `add_work_units('${name}', [['u', {'n': 1}]])`,
        `get_work('w', {'lease_time': 1, 'work_spec_names': ['${name}']})`,
      ),
    ),
    "wait 1.2",
    ...["a", "b", "c"].flatMap((name) =>
      together(
        `get_work('v', {'lease_time': 1, 'work_spec_names': ['${name}']})`,
        `get_work_unit_status('${name}', ['u'])`,
        `get_work_units('${name}', {})`,
      ),
    ),
    "wait 1.2",
    ...["a", "b", "c"].flatMap((name) =>
      together(
        `get_work('x', {'lease_time': 600, 'work_spec_names': ['${name}']})`,
        `get_work_unit_status('${name}', ['u'])`,
        `count_work_units('${name}')`,
      ),
    ),
  ),
  story(
    "retries-use-up-no-place",
    "units without retries left fail, and those among the first max_jobs that have some are given alone",
    ["WORK-71", "WORK-72"],
    ...[1, 2, 3, 4, 9].flatMap((jobs) => [
      `# max_jobs ${jobs}`,
      ...together(
        "set_work_spec({'name': 's', 'max_retries': 1})",
        "add_work_units('s', ['a', 'b', 'c', 'd'])",
        "get_work('w', {'max_jobs': 3})",
        ...["a", "b", "c"].map((key) => `update_work_unit('s', '${key}', {'status': 1})`),
        "add_work_units('s', [['e', {}, {'priority': 1}]])",
        `get_work('v', {'max_jobs': ${jobs}})`,
        "count_work_units('s')",
        `get_work('v', {'max_jobs': ${jobs}})`,
        "count_work_units('s')",
        "get_work_unit_status('s', ['a', 'b', 'c', 'd', 'e'])",
        "del_work_spec('s')",
      ),
    ]),
  ),
  story(
    "retries-and-limits",
    "units that fail for their retries use up neither max_running nor max_getwork",
    ["WORK-71", "WORK-91", "WORK-92"],
    ...[
      "'max_running': 1",
      "'max_running': 2",
      "'max_getwork': 1",
      "'max_getwork': 2",
      "'max_running': 2, 'max_getwork': 1",
    ].flatMap((limits) => [
      `# ${limits}`,
      ...together(
        "set_work_spec({'name': 's', 'max_retries': 1})",
        "add_work_units('s', ['a', 'b', 'c', 'd', 'e'])",
        "get_work('w', {'max_jobs': 2})",
        ...["a", "b"].map((key) => `update_work_unit('s', '${key}', {'status': 1})`),
        `set_work_spec({'name': 's', 'max_retries': 1, ${limits}})`,
        ...["v", "w", "x", "y"].flatMap((worker) => [
          `get_work('${worker}', {'max_jobs': 2})`,
          "count_work_units('s')",
        ]),
        "get_work_unit_status('s', ['a', 'b', 'c', 'd', 'e'])",
        "del_work_spec('s')",
      ),
    ]),
  ),
  story(
    "retries-leave-work-to-others",
    "a spec whose units all fail for their retries leaves the call to another one of its priority, and to one of a lower",
    ["WORK-73"],
    ...["0", "-1"].flatMap((priority) => [
      `# the other one has priority ${priority}`,
      ...together(
        "set_work_spec({'name': 'a', 'max_retries': 1, 'weight': 1000})",
        `set_work_spec({'name': 'b', 'priority': ${priority}})`,
        "add_work_units('a', ['u', 'v'])",
        "get_work('w', {'max_jobs': 2})",
        "update_work_unit('a', 'u', {'status': 1})",
        "update_work_unit('a', 'v', {'status': 5})",
        "update_work_unit('a', 'v', {'status': 1})",
        "add_work_units('b', ['x', 'y'])",
        "get_work('w', {'max_jobs': 2, 'work_spec_names': ['a', 'b']})",
        // A daemon may choose either of two equal specs first, so whether the units of a failed is only checked below.
        ...(priority === "0" ? [] : ["count_work_units('a')"]),
        "del_work_spec('a')",
        "del_work_spec('b')",
      ),
    ]),
  ),
  story(
    "retries-of-heavier-specs",
    "where the units of the drawn spec fail for their retries the others are drawn, wherever its name stands",
    ["WORK-73"],
    ...["a", "b", "c"].flatMap((spent) => {
      const others = ["a", "b", "c"].filter((name) => name !== spent);
      return [
        `# ${spent} has none left`,
        ...together(
          `set_work_spec({'name': '${spent}', 'max_retries': 1, 'weight': 1000000000000})`,
          `add_work_units('${spent}', ['u', 'v'])`,
          // With nothing left the heaviest spec is drawn first, and fails all of its units.
          ...["u", "v"].flatMap((key) => [
            `update_work_unit('${spent}', '${key}', {'status': 3})`,
            `update_work_unit('${spent}', '${key}', {'status': 1})`,
          ]),
          ...others.flatMap((name, i) => [
            `set_work_spec({'name': '${name}', 'weight': ${i === 0 ? 1 : 1000000}})`,
            `add_work_units('${name}', ['${name}'])`,
          ]),
          "get_work('w', {'max_getwork': 1})",
          "get_work('w', {})",
          "get_work('w', {})",
          "get_work('w', {})",
          `count_work_units('${spent}')`,
          "clear()",
        ),
      ];
    }),
  ),
];
