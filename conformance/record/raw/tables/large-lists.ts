// Lists of more than a thousand items, which a daemon may process in batches, behave like short ones: an invalid item,
// duplicates, limits, and the items after them.
import type { RawCase } from "../definition.ts";
import { specRow, table, together } from "./table.ts";

const PAD = "'pad': «70000 * 'p'»";
const MANY = "«1000..2200: 'u%d'»";
const NAMES = "«1000..2200: 'x%d'»";

/** Invalid units, each refused for a different reason. */
const WRONG = ["5", "['k']", "[1, {}]", "['k', 5]", "['k', {}, 5]", "['k', {}, {}, 'x']", "['k', {'v': 0(1)}]"];

export const largeLists: readonly RawCase[] = [
  table(
    "tables/one-wrong-item-of-many",
    "of more than a thousand items one is wrong, the first or the last: what is told, and that none is added",
    ["UNIT-25", "UNIT-28", "UNIT-115", "PARAM-21", "ERR-14"],
    [
      ...WRONG.map((wrong) =>
        specRow(`${wrong}`, [
          `add_work_units('s', [${wrong}, ${MANY}])`,
          `add_work_units('s', [${MANY}, ${wrong}, 5])`,
          "count_work_units('s')",
        ]),
      ),
      specRow("among keys", [
        "add_work_units('s', ['', 'u1001', 'u2'])",
        ...["null", "5", "true, 'u2', []"].flatMap((odd) => [
          `get_work_unit_status('s', [${MANY}, ${odd}, 'u2'])`,
          `get_work_units('s', {'work_unit_keys': [${MANY}, ${odd}, 'u2'], ${PAD}})`,
          `prioritize_work_units('s', {${PAD}, 'work_unit_keys': [${odd}, ${MANY}, 'u2'], 'priority': 1})`,
          `get_work('w', {'work_spec_names': [${NAMES}, ${odd}, 's'], ${PAD}})`,
        ]),
        "get_work('w', {'max_jobs': 5})",
        `del_work_units('s', {'work_unit_keys': [${MANY}, null, 'u2'], ${PAD}})`,
        "count_work_units('s')",
      ]),
    ],
  ),
  table(
    "tables/more-than-a-thousand",
    "keys that come twice, bundles with limits, names, outputs and calls of a batch, more than a thousand of each",
    [
      "UNIT-49",
      "UNIT-68",
      "UNIT-89",
      "UNIT-103",
      "WORK-91",
      "WORK-92",
      "WORK-72",
      "WORK-11",
      "CHAIN-16",
      "CHAIN-20",
      "MSG-36",
    ],
    [
      specRow("keys that come twice", [
        `add_work_units('s', [${MANY}, «1000..2200: ['u%d', {'n': %d}]»])`,
        "count_work_units('s')",
        `get_work_unit_status('s', [${MANY}, 'nosuch', ${MANY}])`,
        `get_work_units('s', {'work_unit_keys': ['u2200', ${MANY}, 'nosuch', ${MANY}]})`,
        `prioritize_work_units('s', {'work_unit_keys': [${MANY}, 'u2000'], 'adjustment': 1})`,
        "prioritize_work_units('s', {'work_unit_keys': ['u1500'], 'priority': 1.5})",
        "get_work('w', {'max_jobs': 2})",
        `del_work_units('s', {'work_unit_keys': [${MANY}, 'nosuch', ${MANY}], 'state': 1})`,
        "count_work_units('s')",
      ]),
      ...[
        "'max_getwork': 1100",
        "'max_running': 1100",
        "'max_getwork': 1150, 'max_running': 1100",
        "'max_retries': 1",
      ].map((limits) =>
        specRow(
          `a bundle of work with ${limits}`,
          [
            `add_work_units('s', [${MANY}])`,
            "get_work('w', {'max_jobs': 1200})",
            "count_work_units('s')",
            "get_work('w', {'max_jobs': 1200})",
            "del_work_units('s', {'state': 4})",
            "update_work_unit('s', 'u1000', {'status': 1})",
            "update_work_unit('s', 'u1001', {'status': 1})",
            "get_work('w', {'max_jobs': 1500})",
            "count_work_units('s')",
          ],
          `{'name': 's', ${limits}}`,
        ),
      ),
      specRow("names of work specs", [
        "add_work_units('s', ['u', 'v'])",
        `get_work('w', {'work_spec_names': [${NAMES}]})`,
        `get_work('w', {'work_spec_names': [${NAMES}, 's']})`,
        `get_work('w', {'work_spec_names': ['s', ${NAMES}, 's'], 'max_jobs': 5})`,
      ]),
      {
        name: "units in an output",
        lines: together(
          "set_work_spec({'name': 's', 'then': 't'})",
          "set_work_spec({'name': 't'})",
          "add_work_units('s', ['l', 'm', 'n'])",
          `update_work_unit('s', 'l', {'status': 4, 'data': {'output': [${MANY}, ['u1500', {'again': 1}]]}})`,
          "count_work_units('t')",
          "get_work_units('t', {'work_unit_keys': ['u1500', 'u2200']})",
          "update_work_unit('s', 'm', {'status': 4, 'data': {'output': {«1000..2200: 'v%d': {'n': %d}»}}})",
          "update_work_unit('s', 'n', {'status': 4, 'data': {'output': [['z', {}], ['y', null]], 'rest': [«2 * 'r'», «1100000 * 'r'»]}})",
          "count_work_units('t')",
          "get_work_units('t', {'start': 'v2199'})",
          "clear()",
        ),
      },
      {
        name: "calls of a batch",
        lines: [
          "24(<<[«1..1101: {'params': [], 'id': %d, 'method': 'clear'}», [«1..3: {'params': [], 'id': %d, 'method': 'clear'}»]]>>)",
          "= ?",
        ],
      },
      specRow("entries of options, one of them twice", [
        "add_work_units('s', ['u1', 'u2', 'u3'])",
        ...[65_533, 65_534, 65_535].map(
          (count) => `get_work_units('s', {'limit': 1, «1..${count}: 'x%d': 0», 'limit': 2})`,
        ),
      ]),
    ],
  ),
];
