// Large messages, which a daemon may read by other code, behave like small ones: every option in a message with one large
// value or with very many entries, definitions, outputs, parameters by name, and bytes after a message.
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table, together } from "./table.ts";

const LONG = "'pad': «70000 * 'p'»";
const WIDE = `«1000..2000: 'x%d': 0», ${LONG}`;

/** Every option of each method in capitals, since code for large maps may forget to fold case; `%` is the large part. */
const IN_CAPITALS: readonly string[] = [
  "list_work_specs({'START': 't', %, 'LIMIT': 1})",
  "get_work_units('s', {'START': 'u1', %, 'LIMIT': 2, 'STATE': 1})",
  "get_work_units('s', {%, 'WORK_UNIT_KEYS': ['u3']})",
  "prioritize_work_units('s', {%, 'WORK_UNIT_KEYS': ['u3'], 'ADJUSTMENT': 2})",
  "prioritize_work_units('s', {'PRIORITY': 3, %, 'WORK_UNIT_KEYS': ['u2']})",
  "control_work_spec('t', {'WEIGHT': 7, 'STATUS': 2, %, 'INTERVAL': 2, 'MAX_RUNNING': 3, 'CONTINUOUS': false})",
  "get_work_spec_meta('t')",
  "get_work('w', {%, 'WORK_SPEC_NAMES': ['t']})",
  "get_work('w', {%, 'MAX_JOBS': 2, 'WORK_SPEC_NAMES': ['s'], 'LEASE_TIME': 60, 'AVAILABLE_GB': 1})",
  "update_work_unit('s', 'u4', {'WORKER_ID': 'k', 'LEASE_TIME': 60, %, 'STATUS': 5, 'DATA': {'traceback': 1}})",
  "get_work_unit_status('s', ['u2', 'u3', 'u4'])",
  "del_work_units('s', {'STATE': 5, %})",
  "del_work_units('s', {%, 'WORK_UNIT_KEYS': ['u2']})",
  "del_work_units('s', {%, 'ALL': true})",
  "get_work('w', {%, 'MAX_JOBS': 'x', 'WORK_SPEC_NAMES': 1, 'LEASE_TIME': 'x', 'AVAILABLE_GB': 'x'})",
];

/** Both spellings of the options: as declared, and in capitals. */
const both = (call: (spelled: (name: string) => string) => string): string[] => [
  call((name) => `'${name}'`),
  call((name) => `'${name.toUpperCase()}'`),
];

const CALLS: readonly string[] = [
  ...both((o) => `list_work_specs({%, ${o("start")}: 't', ${o("limit")}: 1})`),
  ...both((o) => `get_work_units('s', {${o("start")}: 'u1', %, ${o("limit")}: 1})`),
  ...both((o) => `get_work_units('s', {%, ${o("state")}: 4})`),
  ...both((o) => `get_work_units('s', {%, ${o("work_unit_keys")}: ['u3', 'u1']})`),
  ...both((o) => `prioritize_work_units('s', {%, ${o("work_unit_keys")}: ['u3'], ${o("adjustment")}: 2})`),
  ...both((o) => `prioritize_work_units('s', {%, ${o("work_unit_keys")}: ['u2'], ${o("priority")}: 3})`),
  ...both((o) => `control_work_spec('t', {${o("weight")}: 7, %, ${o("interval")}: 2, ${o("max_running")}: 3})`),
  ...both((o) => `control_work_spec('t', {${o("continuous")}: false, %, ${o("status")}: 2})`),
  "get_work_spec_meta('t')",
  ...both((o) => `get_work('w', {%, ${o("max_jobs")}: 2, ${o("work_spec_names")}: ['s'], ${o("lease_time")}: 'x'})`),
  ...both((o) => `get_work('w', {${o("max_jobs")}: 1, ${o("available_gb")}: 1, %, ${o("work_spec_names")}: ['s']})`),
  ...both((o) => `update_work_unit('s', 'u1', {%, ${o("status")}: 5, ${o("data")}: {'n': 1}})`),
  ...both(
    (o) => `update_work_unit('s', 'u4', {${o("worker_id")}: 'k', ${o("lease_time")}: 'x', %, ${o("status")}: 4})`,
  ),
  ...both((o) => `update_work_unit('s', 'u4', {${o("worker_id")}: 'k', %, ${o("status")}: 4})`),
  ...both((o) => `del_work_units('s', {${o("state")}: 5, %})`),
  ...both((o) => `del_work_units('s', {%, ${o("work_unit_keys")}: ['u2', 'u3']})`),
  "get_work_unit_status('s', ['u1', 'u2', 'u3', 'u4'])",
  ...both((o) => `del_work_units('s', {${o("all")}: true, %})`),
  "count_work_units('s')",
];

function row(kind: string, pad: string, calls: readonly string[]): Row {
  return {
    name: `every option in a message with ${kind}`,
    lines: [
      "set_work_spec({'name': 's'})",
      "set_work_spec({'name': 't'})",
      "add_work_units('s', ['u1', 'u2', 'u3', 'u4', 'u5'])",
      ...calls.map((call) => call.replace("%", pad)),
      "clear()",
    ],
  };
}

const SETTINGS =
  "'WEIGHT': 7, 'Interval': 1.5, 'MAX_running': 2, 'Continuous': false, 'DISABLED': true, 'THEN': 't', 'Priority': 1, \"Max_Getwor\u212a\": 3";

export const largeMessages: readonly RawCase[] = [
  table(
    "tables/options-in-large-messages",
    "options are found in any spelling beside one long value, and beside a thousand unknown ones",
    ["OPT-3", "OPT-4", "LIMIT-1"],
    [row("a long value", LONG, CALLS), row("a thousand other entries", WIDE, IN_CAPITALS)],
  ),
  table(
    "tables/large-definitions",
    "settings and names of definitions that are large by a value or by their entries",
    ["SPEC-4", "SPEC-5", "SPEC-13", "SPEC-78", "VAL-49", "VAL-25"],
    [
      {
        name: "settings in other spellings, beside a thousand other entries",
        lines: together(`set_work_spec({'name': 's', ${WIDE}, ${SETTINGS}})`, "get_work_spec_meta('s')", "clear()"),
      },
      {
        name: "settings in other spellings",
        lines: together(`set_work_spec({'name': 's', ${LONG}, ${SETTINGS}})`, "get_work_spec_meta('s')", "clear()"),
      },
      {
        name: "a name that is no UTF-8, other bytes, and the names of code",
        lines: [
          `set_work_spec({'name': h'73ff', ${LONG}, 'desc': h'ff', 'config': 'c', 'module': "m", 'run_function': 'f', 'terminate_function': 'g', 'raw': {'k': 'v'}})`,
          "get_work_spec(h'73ff')",
          "list_work_specs({'limit': 1})",
          "clear()",
        ],
      },
      {
        name: "settings that come twice, and some of a wrong type",
        lines: together(
          `set_work_spec({'weight': 1, 'name': 's', ${LONG}, "weight": 9, 'max_running': 5})`,
          "get_work_spec_meta('s')",
          `set_work_spec({'name': 's', ${LONG}, 'weight': 'x', 'Max_Running': 'y', 'DISABLED': 1})`,
          `set_work_spec({'name': 's', ${LONG}, 'Name': 't'})`,
          `set_work_spec({'NAME': 's', ${LONG}})`,
          `set_work_spec({'name': '', ${LONG}})`,
          "get_work_spec_meta('s')",
          "clear()",
        ),
      },
    ],
  ),
  {
    id: "tables/large-outputs",
    title: "an output beside a long value chains as any other: in place of units in every state, with its delays",
    requires: ["CHAIN-27", "CHAIN-21", "CHAIN-22", "CHAIN-24", "CHAIN-30"],
    lines: [
      "set_work_spec({'name': 's', 'then': 't'})",
      "set_work_spec({'name': 't', 'max_retries': 1})",
      "add_work_units('s', ['u', 'v'])",
      "add_work_units('t', [['a', {'n': 0}, {'priority': 9}], ['d', {'n': 0}, {'delay': 500}], ['f', {'n': 0}, {'priority': 8}], ['l', {'n': 0}, {'priority': 7}], ['x', {'n': 0}, {'priority': 6}]])",
      "get_work('w', {'max_jobs': 4, 'work_spec_names': ['t']})",
      "update_work_unit('t', 'f', {'status': 4})",
      "update_work_unit('t', 'x', {'status': 5})",
      "update_work_unit('t', 'a', {'status': 1})",
      `update_work_unit('s', 'u', {'status': 4, 'data': {${LONG}, 'output': [['a', {'n': 1}], ['d', {'n': 1}, null, 2.5], ['f', {'n': 1}, {'delay': 2}], ['l', {'n': 1}], ['x', {'n': 1}, {'priority': 1}], ['x', {'n': 2}, {'priority': -1}], 'k', 5, ['m', null]]}})`,
      "get_work_unit_status('t', ['a', 'd', 'f', 'l', 'x', 'k', 'm'])",
      "get_work_units('t', {})",
      "get_work('w', {'max_jobs': 9, 'work_spec_names': ['t']})",
      "update_work_unit('t', 'f', {'status': 1})",
      "wait 2.2",
      "get_work('w', {'max_jobs': 9, 'work_spec_names': ['t']})",
      "set_work_spec({'name': 's', 'then': 's'})",
      `update_work_unit('s', 'v', {'status': 4, 'data': {${LONG}, 'output': {'v': {'again': 1}, 'x': null, null: {'e': 1}}}})`,
      "get_work('w', {'max_jobs': 9, 'work_spec_names': ['s']})",
    ],
  },
  table(
    "tables/keys-in-large-maps",
    "keys that come twice in maps of more entries than are compared in pairs, by their length",
    ["VAL-25", "VAL-26"],
    [1, 21, 22, 30, 31, 32, 61, 62, 63, 126, 127, 254, 255].map((length) => {
      const key = `'${"k".repeat(length)}'`;
      const text = `"${"k".repeat(length)}"`;
      const other = `'${"k".repeat(length - 1)}j'`;
      return specRow(`keys of ${length} bytes`, [
        `add_work_units('s', [['u', {${key}: 1, ${other}: 2, «10..20: 'x%d': 0», ${text}: 3}]])`,
        `add_work_units('s', [['v', {«10..20: 'x%d': 0», ${key}: 1, ${other}: 2, ${text}: 3}], ['w', {${key}: 1, «10..20: 'x%d': 0», ${text}: 2}]])`,
        "get_work_units('s', {})",
      ]);
    }),
  ),
  table(
    "tables/a-byte-at-every-place",
    "one byte beyond ASCII at every place of a text, and of a key that came as bytes",
    ["VAL-39", "VAL-15", "VAL-23", "VAL-24"],
    [0, 1, 7, 8, 15, 16, 23, 24, 30, 31, 32, 33, 34, 47, 48, 62, 63, 64, 65, 68].map((place) => {
      const digits = (odd: string) => `${"61".repeat(place)}${odd}${"62".repeat(69 - place)}`;
      const asText = (odd: string) => `"${"a".repeat(place)}${odd}${"b".repeat(69 - place)}"`;
      return specRow(`place ${place}`, [
        `add_work_units('s', [['u', {'v': ${asText("\\xff")}}]])`,
        `add_work_units('s', [['u', {'v': ${asText("\u00e9")}, h'${digits("ff")}': 1, h'${digits("c3a9")}': 2}]])`,
        "get_work_units('s', {})",
        `worker_heartbeat(h'${digits("80")}', h'${digits("c3a9")}', 9, null, null)`,
        "list_worker_modes()",
        `worker_unregister(h'${digits("80")}')`,
      ]);
    }),
  ),
];
