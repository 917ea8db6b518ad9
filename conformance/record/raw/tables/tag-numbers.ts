// Tags whose number, truncated to 8, 16 or 32 bits, is that of a tag with a meaning: a daemon must not confuse them.
import type { RawCase } from "../definition.ts";
import { specRow, table } from "./table.ts";

/** Every tag with a meaning in the protocol, with valid content. */
const MEANT: readonly (readonly [tag: number, content: string])[] = [
  [2, "h'0100'"],
  [3, "h'0100'"],
  [24, "h'a0'"],
  [37, "h'000102030405060708090a0b0c0d0e0f'"],
  [128, "['n', 'a']"],
];
const BEYOND = [2n ** 8n, 2n ** 16n, 2n ** 32n, 2n ** 63n];

/** A row with such a tag in every place where a daemon stores, interprets or returns one. */
const rowOf = (like: string, value: string) =>
  specRow(`${value} is not ${like}`, [
    "add_work_units('s', ['u'])",
    `add_work_units('s', [['a', {'v': ${value}}]])`,
    `add_work_units('s', [['a', {${value}: 1}]])`,
    `add_work_units('s', [['a', ${value}]])`,
    `add_work_units('s', [['a', {}, ${value}]])`,
    `add_work_units('s', [${value}])`,
    `update_work_unit('s', 'u', {'status': 3, 'data': {'v': [${value}]}})`,
    `update_work_unit('s', 'u', {'status': 3, 'data': ${value}})`,
    `set_work_spec({'name': 's', 'v': ${value}})`,
    `worker_heartbeat('w', 'm', 300, ${value}, null)`,
    `get_work_units('s', ${value})`,
    `get_work_units('s', {'state': ${value}})`,
    `get_work_unit_status('s', ${value})`,
    `get_work_unit_status(${value}, [])`,
    `lock('me', 60, ${value})`,
    `lock('me', 60, [${value}])`,
    `locksome('me', 60, [['n', ${value}]])`,
    `readlock([['n', ${value}], ['n', ${like}]])`,
    `lock('me', 60, [['n', ${value}]])`,
    "delete_namespace('n')",
    "get_work_units('s', {})",
    "list_worker_modes()",
  ]);

const around = (tag: bigint) => {
  const width = tag < 2n ** 16n ? 2 : tag < 2n ** 32n ? 4 : 8;
  return `d${{ 2: 9, 4: "a", 8: "b" }[width]}${tag.toString(16).padStart(2 * width, "0")}`;
};
const CLEAR = "58 19 a3 46706172616d73 80 426964 01 466d6574686f64 45636c656172".replaceAll(" ", "");

export const tagNumbers: readonly RawCase[] = [
  table(
    "tables/tags-that-end-alike",
    "a tag is told by its whole number, of 16, 32 and 64 bits, wherever one may stand",
    ["VAL-33", "VAL-56", "PARAM-36", "LOCK-14", "ERR-27"],
    MEANT.flatMap(([tag, content]) =>
      BEYOND.map((beyond) => rowOf(`${tag}(${content})`, `${beyond + BigInt(tag)}(${content})`)),
    ),
  ),
  table(
    "tables/frames-of-tags-that-end-alike",
    "a frame under a tag whose number ends like 24 closes its connection and does nothing",
    ["FRAME-33", "FRAME-28"],
    [
      { name: "what must stay", lines: ["set_work_spec({'name': 's'})"] },
      ...BEYOND.map((beyond, i) => ({
        name: `tag ${beyond + 24n}`,
        lines: [`${i + 2}: h'${around(beyond + 24n)}${CLEAR}'`, "= closed"],
      })),
      { name: "and stays", lines: ["get_work_spec('s')", "del_work_spec('s')"] },
    ],
  ),
];
