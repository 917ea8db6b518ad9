// Numbers that overflow to small ones in an integer of some width: 2^n + 1 and -2^n + 1 for n = 8, 16, 31, 32, 53, 63,
// 64, in every numeric option, and their effect.
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table, together } from "./table.ts";

const WIDTHS = [8n, 16n, 31n, 32n, 53n, 63n, 64n];
/** As integers, and as floats if these represent them exactly. */
const NUMBERS = WIDTHS.flatMap((width) => {
  const [above, below] = [2n ** width + 1n, -(2n ** width) + 1n];
  return [String(above), String(below), ...(width < 53n ? [`${above}.0_3`] : []), `${2n ** width}.0_3`];
});
/** Those that a CBOR integer of 64 bits or a float can represent. */
const FIT = NUMBERS.filter(
  (number) => number.includes(".") || (BigInt(number) < 2n ** 64n && BigInt(number) > -(2n ** 64n)),
);

const THREE = "add_work_units('s', ['a', 'b', 'c'])";
const WORK = "get_work('w', {'work_spec_names': ['s'], 'max_jobs': 3})";

/** Rows on a limit of a work spec, set by control_work_spec if `control`, or else in the definition. */
function limit(key: string, control: boolean): Row[] {
  return FIT.map((number) =>
    specRow(`${key}: ${number}`, [
      ...(control
        ? ["set_work_spec({'name': 's', 'max_running': 1})", `control_work_spec('s', {'${key}': ${number}})`]
        : []),
      ...(control ? [] : [`set_work_spec({'name': 's', '${key}': ${number}})`]),
      "get_work_spec_meta('s')",
      THREE,
      WORK,
      ...["a", "b", "c"].map((unit) => `update_work_unit('s', '${unit}', {'status': 1})`),
      WORK,
      "count_work_units('s')",
    ]),
  );
}

/** Rows on an option of a call on three units; `%` is replaced by the number. */
function option(call: string, ...after: readonly string[]): Row[] {
  return FIT.map((number) =>
    specRow(call.replace("%", number), [THREE, ...[call, ...after].map((each) => each.replace("%", number))]),
  );
}

export const numbersThatWrap: readonly RawCase[] = [
  table(
    "tables/limits-that-wrap",
    "limits of a work spec that are beyond what 8, 16, 32, 53 and 64 bits hold: none of them is small",
    ["SPEC-26", "SPEC-29", "SPEC-61", "WORK-78", "WORK-91"],
    [
      ...limit("max_running", false),
      ...limit("max_running", true),
      ...limit("max_getwork", false),
      ...limit("max_retries", false),
    ],
  ),
  table(
    "tables/options-that-wrap",
    "counts and limits of calls that are beyond what 8, 16, 32, 53 and 64 bits hold",
    ["PARAM-6", "PARAM-9", "WORK-6", "UNIT-63", "SPEC-39"],
    [
      ...option("get_work('w', {'work_spec_names': ['s'], 'max_jobs': %})", "count_work_units('s')"),
      ...option("get_work_units('s', {'limit': %})"),
      ...option("list_work_specs({'limit': %})"),
      ...option("get_work_units('s', {'state': [%]})", "get_work_units('s', {'state': %})"),
      ...option("del_work_units('s', {'state': %})", "count_work_units('s')"),
      ...option("update_work_unit('s', 'a', {'status': %})", "get_work_unit_status('s', ['a'])"),
      ...option("control_work_spec('s', {'status': %})", "get_work_spec_meta('s')"),
    ],
  ),
  table(
    "tables/times-that-wrap",
    "delays and timeouts beyond what 8, 16, 32, 53 and 64 bits hold do not end at once",
    ["UNIT-24", "UNIT-113", "LOCK-23", "LOCK-24", "WORK-46"],
    FIT.filter((number) => !number.startsWith("-")).flatMap((number) => [
      specRow(`delay: ${number}`, [
        `add_work_units('s', [['a', {}, {'delay': ${number}}], ['b', {}, {'priority': ${number}}], 'c'])`,
        WORK,
        "update_work_unit('s', 'b', {'status': 1})",
        `update_work_unit('s', 'b', {'status': 3, 'lease_time': ${number}})`,
        WORK,
        "count_work_units('s')",
      ]),
      {
        name: `timeout: ${number}`,
        lines: together(
          `lock('me', ${number}, [['n', 'a']])`,
          `renew('me', ${number}, [['n', 'a']])`,
          `locksome('you', ${number}, [['n', 'b'], ['n', 'a']])`,
          "readlock([['n', 'a'], ['n', 'b']])",
          "delete_namespace('n')",
        ),
      },
    ]),
  ),
];
