// A key of a wrong type in large maps or large messages, at every position: first, last and between others.
import type { RawCase } from "../definition.ts";
import { specRow, table } from "./table.ts";

const WRONG = ["5", "1.5_3", "true", "37(h'000102030405060708090a0b0c0d0e0f')", "128(['t'])"];
const PADS: Readonly<Record<string, string>> = {
  "few entries": "'p': 1",
  "a long value": "'p': «70000 * 'p'»",
  "many entries": Array.from({ length: 300 }, (_, i) => `'p${i}': ${i}`).join(", "),
};

/** Maps with the wrong entry at each position. */
function maps(wrong: string, pad: string): string[] {
  return [
    `{${wrong}: 1, ${pad}}`,
    `{${pad}, ${wrong}: 1}`,
    `{'a': 1, ${wrong}: 1, ${pad}, 'z': 1}`,
    `{${pad}, ${wrong}: 1, "z": 1}`,
  ];
}

const CALLS = [
  "add_work_units('s', [['v', %]])",
  "update_work_unit('s', 'u', {'data': %})",
  "update_work_unit('s', 'u', {'status': 4, 'data': {'output': %}})",
  "update_work_unit('s', 'u', %)",
  "get_work('w', %)",
  "get_work_units('s', %)",
  "del_work_units('s', %)",
  "set_work_spec(%)",
  "worker_heartbeat('w', 'RUN', 60, %, null)",
];

export const wrongKeysInLargeMaps: readonly RawCase[] = [
  table(
    "tables/wrong-keys-in-large-maps",
    "a key that is no string, at each place of maps in small messages and large ones",
    ["UNIT-33", "ERR-16", "ERR-17", "PARAM-13", "OPT-11", "CHAIN-19"],
    Object.entries(PADS).flatMap(([name, pad]) =>
      WRONG.flatMap((wrong) => [
        specRow(
          `${wrong} beside ${name}`,
          [
            "add_work_units('s', ['u'])",
            ...maps(wrong, pad).flatMap((map) => CALLS.map((call) => call.replace("%", map))),
            "count_work_units('s')",
            "worker_stats()",
          ],
          "{'name': 's', 'then': 's'}",
        ),
      ]),
    ),
  ),
];
