// Sizes at which length heads get longer, buffers are full and recursion limits apply: frames, replies, nesting, maps.
import { assemble } from "../../../cbor/assemble.ts";
import type { RawCase } from "../definition.ts";
import { type Row, specRow, table, together } from "./table.ts";

/** A call whose message has exactly `length` bytes, by the length of a string in it. */
function callOfLength(length: number, id: number): string {
  const around = (text: string) => assemble(`{'params': [${text}, {}], 'id': ${id}, 'method': 'get_work'}`).length;
  for (let size = length - 60; size < length; size++) {
    if (size < 0) continue;
    const key = size < 200 ? `'${"k".repeat(size)}'` : `«${size} * 'k'»`;
    if (around(`'${"k".repeat(size)}'`) === length) return `get_work(${key}, {})`;
  }
  throw new Error(`no call is ${length} bytes long`);
}

/** A call whose message has exactly `count` MiB, in strings of 1 MiB, the last one shortened to fit. */
function callOfMebibytes(count: number): string {
  const mebi = 2 ** 20;
  const call = (last: number) => `{'x': [${`«${mebi - 5} * 'x'», `.repeat(count - 1)}«${last} * 'x'»]}`;
  const around = assemble(`{'params': ['w', {'x': [«»]}], 'id': 1, 'method': 'get_work'}`.replace("«»", "''")).length;
  return `get_work('w', ${call(mebi - around - 4)})`;
}

const LENGTHS = [
  60, 120, 254, 255, 256, 257, 511, 512, 1023, 1024, 4095, 4096, 16383, 16384, 65534, 65535, 65536, 65537, 131072,
  262144,
];

/** A row whose replies contain a string of `size` bytes, from the data of a unit. */
function dataOfLength(size: number): Row {
  return specRow(`data with a string of ${size} bytes`, [
    `add_work_units('s', [['u', {'v': «${size} * 'v'»}]])`,
    "get_work_units('s', {})",
    "get_work('w', {})",
  ]);
}

const nested = (depth: number) => `«${depth} nested []»`;
const entries = (count: number, more = "") =>
  `{${Array.from({ length: count }, (_, i) => `'k${i}': ${i}`).join(", ")}${more}}`;
const repeated = (count: number) =>
  `{${Array.from({ length: count }, (_, i) => `'k${i % Math.ceil(count / 2)}': ${i}`).join(", ")}}`;
const long = (last: string, length: number) => `'${"x".repeat(length)}${last}'`;

export const sizes: readonly RawCase[] = [
  table(
    "tables/frame-lengths",
    "requests whose messages are as long as lengths' heads and usual buffers allow, one byte less and one more",
    ["FRAME-15", "LIMIT-1"],
    LENGTHS.map((length, i) => ({ name: `${length} bytes`, lines: [callOfLength(length, i + 1)] })),
  ),
  table(
    "tables/reply-lengths",
    "replies around the lengths at which their heads grow",
    ["FRAME-4"],
    [
      ...[
        0, 1, 22, 23, 24, 25, 190, 210, 220, 230, 240, 254, 255, 256, 257, 65480, 65490, 65500, 65507, 65508, 65509,
        65510, 65535, 65536,
      ].map(dataOfLength),
    ],
  ),
  {
    id: "tables/megabytes",
    title: "a request, a reply, and a batch of units of more than one MiB each, and small calls behind them",
    requires: ["LIMIT-1"],
    lines: [
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [['u', {'v': «1048577 * 'v'»}]])",
      "get_work_units('s', {})",
      "& count_work_units('s')",
      "& get_work('w', {})",
      "& count_work_units('s')",
      "add_work_units('s', [['v', {'v': «300000 * \"t\"», 'w': «400000 * h'00'», 'x': «500000 * h'ff'»}]])",
      "get_work_units('s', {'work_unit_keys': ['v']})",
      "add_work_units('s', [['x', {'v': «1000000 * 'x'», 'w': «999999 * \"w\"», 'x': «1048576 * 'x'»}]])",
      "get_work_units('s', {'work_unit_keys': ['x']})",
      "del_work_spec('s')",
      "get_work_units('s', {})",
    ],
  },
  {
    id: "tables/least-limits",
    title: "a message of 20 MiB, and one of a million items",
    requires: ["LIMIT-1", "LIMIT-2"],
    lines: [
      callOfMebibytes(20),
      "get_work('w', {'x': [«1..999989: %d»]})",
      "& now()",
      "get_work('w', {_ 'x': [_ «1..600000: %d»]})",
      "& now()",
    ],
  },
  table(
    "tables/long-messages",
    "messages that repeat a long name or key, and the calls behind them",
    ["MSG-32", "ERR-5", "WORK-32", "VAL-55", "WORKER-18"],
    [
      ...[255, 256].map((length) =>
        specRow(`${length} bytes`, [
          `count_work_units(«${length} * 'n'»)`,
          `update_work_unit('s', «${length} * 'n'», {'status': 4})`,
          `worker_unregister(«${length} * 'n'»)`,
          `update_work_unit('s', 'u', {'data': {'v': {«${length} * 'n'»: [simple(99)]}}})`,
          `set_work_spec({'name': 's', «${length} * 'n'»: 5000(1)})`,
        ]),
      ),
      specRow("a place of 1000 bytes", [
        `add_work_units('s', [['u', {«994 * 'n'»: 0("x")}]])`,
        "count_work_units('s')",
      ]),
      specRow("65536 bytes", ["count_work_units(«65536 * 'n'»)", "count_work_units('s')"]),
    ],
  ),
  table(
    "tables/nesting",
    "values nested to depths at which stacks and counters of decoders end",
    ["LIMIT-3", "VAL-22"],
    [10, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 150, 151, 255, 256, 257, 500, 512].map((depth) =>
      specRow(`${depth} arrays`, [
        `add_work_units('s', [['u', {'v': ${nested(depth)}}]])`,
        "get_work_units('s', {})",
        `get_work_unit_status('s', ['u', ${nested(depth)}])`,
      ]),
    ),
  ),
  table(
    "tables/nested-maps",
    "maps and tuples nested, with keys as bytes at every depth",
    ["VAL-22", "VAL-23"],
    [8, 32, 100, 151, 240].flatMap((depth) => [
      specRow(`${depth} maps`, [
        `add_work_units('s', [['u', {'v': ${"{'k': ".repeat(depth)}1${"}".repeat(depth)}}]])`,
        "get_work_units('s', {})",
      ]),
      specRow(`${depth} tuples`, [
        `add_work_units('s', [['u', {'v': ${"128(['k', ".repeat(depth)}1${"])".repeat(depth)}}]])`,
        "get_work_units('s', {})",
      ]),
      specRow(`${depth} arrays of indefinite length`, [
        `add_work_units('s', [['u', {'v': ${"[_ ".repeat(depth)}1${"]".repeat(depth)}}]])`,
        "get_work_units('s', {})",
      ]),
    ]),
  ),
  table(
    "tables/map-sizes",
    "maps of sizes at which heads and tables grow, with and without repeated keys",
    ["VAL-25", "VAL-26", "K18"],
    [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 22, 23, 24, 25, 31, 32, 33, 64, 65, 100, 254, 255, 256, 257].flatMap((count) => [
      specRow(`${count} entries`, [`add_work_units('s', [['u', ${entries(count)}]])`, "get_work_units('s', {})"]),
      ...(count < 2
        ? []
        : [
            specRow(`${count} entries, each key twice`, [
              `add_work_units('s', [['u', {'v': ${repeated(count)}}]])`,
              "get_work_units('s', {})",
              `add_work_units('s', [['t', ${entries(count - 1, `, 'k0': 'last'`)}]])`,
              "get_work_units('s', {'start': 's'})",
            ]),
          ]),
    ]),
  ),
  table(
    "tables/long-keys",
    "keys, names and labels that differ in their last byte alone",
    ["VAL-52", "VAL-47"],
    [8, 15, 16, 23, 24, 31, 32, 63, 64, 127, 128, 255, 256, 1024].flatMap((length) => [
      specRow(`unit keys of ${length + 1} bytes`, [
        `add_work_units('s', [[${long("b", length)}, {'n': 2}], [${long("a", length)}, {'n': 1}], [${long("", length)}, {'n': 0}]])`,
        "get_work_units('s', {})",
        `get_work_units('s', {'start': ${long("a", length)}})`,
        `get_work_units('s', {'work_unit_keys': [${long("a", length)}]})`,
        "get_work('w', {'max_jobs': 9})",
        `update_work_unit('s', ${long("a", length)}, {'status': 4})`,
        `get_work_unit_status('s', [${long("", length)}, ${long("a", length)}, ${long("b", length)}])`,
        "count_work_units('s')",
      ]),
      specRow(`map keys of ${length + 1} bytes`, [
        `add_work_units('s', [['u', {${long("b", length)}: 1, ${long("a", length)}: 2, ${long("b", length)}: 3}]])`,
        "get_work_units('s', {})",
      ]),
      {
        name: `work specs and locks of ${length + 1} bytes`,
        lines: together(
          `set_work_spec({'name': ${long("b", length)}})`,
          `set_work_spec({'name': ${long("a", length)}})`,
          `add_work_units(${long("a", length)}, ['u'])`,
          `count_work_units(${long("b", length)})`,
          "list_work_specs({})",
          `lock('me', 60, [['n', ${long("a", length)}]])`,
          `readlock([['n', ${long("b", length)}], ['n', ${long("a", length)}]])`,
          "delete_namespace('n')",
          `del_work_spec(${long("a", length)})`,
          `del_work_spec(${long("b", length)})`,
        ),
      },
    ]),
  ),
  table(
    "tables/names-of-any-length",
    "keys, names, ids and modes of 255 bytes and more, beside those that are one byte longer",
    ["VAL-45", "VAL-47", "VAL-52", "WORK-65", "UNIT-3"],
    [255, 256, 300, 1024, 65535, 65536, 70000].map((length) => {
      const [name, longer] = [`«${length} * 'n'»`, `«${length + 1} * 'n'»`];
      return {
        name: `${length} bytes`,
        lines: together(
          `set_work_spec({'name': ${longer}, 'then': ${name}})`,
          `set_work_spec({'name': ${name}})`,
          `add_work_units(${name}, [${name}, ${longer}])`,
          `add_work_units(${longer}, [${longer}])`,
          `worker_heartbeat(${name}, ${name}, 300, null, ${longer})`,
          `worker_heartbeat(${longer}, ${longer}, 300, null, null)`,
          `get_work(${longer}, {'work_spec_names': [${longer}]})`,
          `update_work_unit(${longer}, ${longer}, {'status': 4, 'data': {'output': {${longer}: {'n': 1}}}})`,
          `get_work(${name}, {'work_spec_names': [${name}]})`,
          `update_work_unit(${name}, ${longer}, {'status': 5, 'worker_id': ${longer}, 'data': {'traceback': ${name}}})`,
          `get_work_unit_status(${name}, [${longer}])`,
          `get_work_units(${name}, {'start': ${name}})`,
          `list_work_specs({'start': ${longer}})`,
          "list_worker_modes()",
          `worker_unregister(${name})`,
          `worker_unregister(${longer})`,
          `lock(${name}, 60, [['n', ${name}], ['n', ${longer}]])`,
          `readlock([['n', ${longer}], ['n', ${name}]])`,
          "delete_namespace('n')",
          "clear()",
        ),
      };
    }),
  ),
  table(
    "tables/deep-parameters",
    "messages nested a thousand deep are read and answered like any other",
    ["LIMIT-14", "LIMIT-4"],
    [1000, 1001].map((depth) =>
      specRow(`${depth} arrays`, [
        `add_work_units('s', [['u', {'v': ${nested(depth)}}]])`,
        "count_work_units('s')",
        `get_work('w', {'nosuch': ${nested(depth)}})`,
      ]),
    ),
  ),
];
