// What stands for a map where one is kept or read: tuples and bignums of every content, and tags that are none of these.
import type { RawCase } from "../definition.ts";
import { specRow, table } from "./table.ts";

const VALUES = [
  ...["128([])", "128([_ ])", "128([1])", "128([128([])])", "128([{}])", "128([{'a': 'b'}, null])", "128(['x'])"],
  ...["2(h'')", "2(h'00')", "2(h'0100000000000000ff')", "3(h'')", "3(h'ff')", "2((_ h'01', h'02'))"],
  ...["24(h'a0')", "simple(32)", "37(h'000102030405060708090a0b0c0d0e0f')"],
];

/** Tag 24 is named a request whatever it is around. */
const REQUESTS = ["24(h'')", "24(5)", "24([])", "24(24(h'a0'))"];

export const standIns: readonly RawCase[] = [
  table(
    "tables/what-stands-for-a-map",
    "tuples, bignums and other tags in place of data, of an output, of metadata, of options, and of a string",
    ["PARAM-15", "PARAM-16", "PARAM-35", "PARAM-37", "UNIT-32", "UNIT-36"],
    [
      ...REQUESTS.map((value) =>
        specRow(`${value}`, [
          `get_work_units(${value}, {})`,
          `get_work_unit_status('s', ${value})`,
          `add_work_units('s', [[${value}, {}]])`,
          `lock('me', ${value}, [['n']])`,
          `set_work_spec(${value})`,
        ]),
      ),
      ...VALUES.map((value) =>
        specRow(
          `${value}`,
          [
            `add_work_units('s', [['a', ${value}], ['b', {}]])`,
            `add_work_units('s', ['b', ['c', {}, ${value}]])`,
            `update_work_unit('s', 'b', {'status': 3, 'data': ${value}})`,
            `update_work_unit('s', 'b', {'status': 4, 'data': {'output': {'d': ${value}}}})`,
            `worker_heartbeat('w', 'm', 300, ${value}, null)`,
            "get_worker_info('w')",
            "worker_unregister('w')",
            "get_work_units('s', {})",
            `get_work_units('s', ${value})`,
            `get_work_units(${value}, {})`,
            `set_work_spec(${value})`,
            `archive(${value})`,
          ],
          "{'name': 's', 'then': 's'}",
        ),
      ),
    ],
  ),
];
