// Values that the client cannot read, where a daemon's check may miss them: in large messages, long strings or tag
// contents, chunks, named parameters. Also which byte sequences are UTF-8 as Python 2 defines it.
import type { RawCase } from "../definition.ts";
import { specRow, table, together } from "./table.ts";

/** One value of each kind that is refused. */
const UNREADABLE = ['0("x")', "simple(32)", '"\\xff"', "128(1)", "{[1]: 2}"];

/** Every call that stores a value; `pad` is an entry that makes the message large. */
const KEEPING: readonly ((value: string, pad: string) => string)[] = [
  (value, pad) => `add_work_units('s', [['a', {'v': ${value}, ${pad}}]])`,
  (value, pad) => `add_work_units('s', ['b', ['c', {'v': 1}], ['d', {${pad}, 'v': [${value}]}, {'delay': 1}]])`,
  (value, pad) => `update_work_unit('s', 'u', {'data': {'v': ${value}, ${pad}}})`,
  (value, pad) => `update_work_unit('s', 'u', {'status': 5, ${pad}, 'data': {'v': ${value}}})`,
  (value, pad) => `update_work_unit('s', 'u', {'status': 4, 'data': {'output': [['o', {'v': ${value}}]]}, ${pad}})`,
  (value, pad) => `set_work_spec({'name': 's', 'v': ${value}, ${pad}})`,
  (value, pad) => `worker_heartbeat('w', 'm', 300, {'v': ${value}, ${pad}}, null)`,
];

/** The same for parameters by name, not in the declared order. */
const BY_NAME: readonly ((value: string, pad: string) => string)[] = [
  (value, pad) =>
    `24(<<{'params': {'work_unit_key_vals': [['a', {'v': ${value}, ${pad}}]], 'work_spec_name': 's'}, 'id': 9, 'method': 'add_work_units'}>>)`,
  (value, pad) =>
    `24(<<{'params': {'options': {'data': {'v': ${value}}, ${pad}}, 'work_unit_key': 'u', 'work_spec_name': 's'}, 'id': 9, 'method': 'update_work_unit'}>>)`,
  (value, pad) =>
    `24(<<{'params': {'work_spec': {'v': ${value}, ${pad}, 'name': 's'}}, 'id': 9, 'method': 'set_work_spec'}>>)`,
  (value, pad) =>
    `24(<<{'params': {'parent': null, 'data': {'v': ${value}, ${pad}}, 'mode': 'm', 'expire_seconds': 300, 'worker_id': 'w'}, 'id': 9, 'method': 'worker_heartbeat'}>>)`,
];

const PADS: Readonly<Record<string, string>> = {
  "a small message": "'pad': 1",
  "a message of some thousand bytes": "'pad': «6000 * 'p'»",
  "a message that is large by a value": "'pad': «70000 * 'p'»",
};

const WIDE = "«1000..2100: 'x%d': 0», 'pad': «70000 * 'p'»";

const zeros = (count: number) => `h'${"00".repeat(count)}'`;
const LENGTHS = [0, 1, 8, 14, 15, 17, 18, 20, 22, 23, 24, 25, 32, 64, 255, 256];

/** Byte sequences at the limits of valid UTF-8, in hex. */
const SEQUENCES = [
  ...["80", "bf", "c0", "c080", "c1bf", "c2", "c280", "dfbf", "e080", "e08080", "e09fbf", "e0a080", "e282", "e282ac"],
  ...["eda080", "edadbf", "edae80", "edafbf", "edb080", "edbfbf", "ed9fbf", "ee8080", "eda0", "eda041", "eda0c0"],
  ...[
    "eda080edb080",
    "edb080eda080",
    "eda080ff",
    "eda080c0",
    "f09f9880eda080",
    "ed9f80eda080",
    "efbfbe",
    "efbfbf",
    "efbbbf",
  ],
  ...["f0808080", "f08fbfbf", "f0908080", "f09f98", "f48fbfbf", "f4908080", "f5808080", "f8888080", "fe", "ff"],
];
/** Numbers of letters before them, since code for long strings may differ. */
const BEFORE = [0, 40];
/** Sequences that are also tested after very many letters. */
const FEW_SEQUENCES = ["c280", "eda080", "bf", "ff"];

export const refusedValues: readonly RawCase[] = [
  table(
    "tables/unreadable-in-every-message",
    "what the client cannot read is refused in messages of every size, and with parameters by name",
    ["VAL-33", "VAL-36", "VAL-38", "VAL-39", "VAL-40", "VAL-41", "VAL-43", "MSG-19", "LIMIT-1"],
    [
      specRow("in a message that is large by its entries", [
        "add_work_units('s', ['u'])",
        `update_work_unit('s', 'u', {'status': 5, 'data': {'v': 0("x")}, ${WIDE}})`,
        `set_work_spec({'name': 's', 'v': 0("x"), ${WIDE}})`,
        "get_work_units('s', {})",
      ]),
      ...Object.entries(PADS).flatMap(([name, pad]) =>
        UNREADABLE.map((value) => ({
          name: `${value} in ${name}`,
          lines: [
            ...together(
              "set_work_spec({'name': 's'})",
              "add_work_units('s', ['u'])",
              "get_work('w', {})",
              ...KEEPING.map((call) => call(value, pad)),
            ),
            ...BY_NAME.flatMap((call) => [call(value, pad), "= ?"]),
            ...together(
              "get_work_units('s', {})",
              "get_work_spec('s')",
              "list_worker_modes()",
              `get_work('w', {'nosuch': ${value}, ${pad}, 'max_jobs': 2})`,
              "clear()",
            ),
          ],
        })),
      ),
    ],
  ),
  table(
    "tables/content-of-uuids",
    "tag 37 around byte strings of every length but 16, in one and in chunks, and around what is none",
    ["VAL-35", "VAL-30", "VAL-56"],
    [
      ...LENGTHS.map((count) =>
        specRow(`${count} bytes`, [
          `add_work_units('s', [['u', {'v': 37(${zeros(count)})}]])`,
          `add_work_units('s', [['u', {37(${zeros(count)}): 1}]])`,
          `update_work_unit('s', 'u', {'status': 4, 'data': {'v': [37(${zeros(count)})]}})`,
          "get_work_units('s', {})",
        ]),
      ),
      ...[
        "(_ h'0001020304050607', h'08090a0b0c0d0e0f')",
        "h'000102030405060708090a0b0c0d0e0f'_0",
        "h'000102030405060708090a0b0c0d0e0f'",
      ].map((content) =>
        specRow(`${content}`, [
          `add_work_units('s', [['u', {'v': 37(${content}), 'w': {37(${content}): 1}}]])`,
          "get_work_units('s', {})",
        ]),
      ),
      ...['"0123456789abcdef"', "[]", "{}", "0", "null", "37(h'000102030405060708090a0b0c0d0e0f')", "1.5_3"].map(
        (content) =>
          specRow(`${content}`, [`add_work_units('s', [['u', {'v': 37(${content})}]])`, "get_work_units('s', {})"]),
      ),
    ],
  ),
  table(
    "tables/keys-in-chunks",
    "keys of maps that come in chunks, by their length: text where they are UTF-8, and no list or map of any form",
    ["VAL-16", "VAL-23", "VAL-24", "VAL-40", "VAL-54", "FRAME-13"],
    [
      ...[0, 1, 22, 23, 24, 25, 31, 32, 33, 255, 256, 257].map((size) => {
        const half = Math.floor(size / 2);
        const chunks = (last: string) =>
          `(_ ${half === 0 ? "''" : `«${half} * 'k'»`}, ${size - half === 0 ? "''" : `«${size - half} * 'k'»`}, h'${last}')`;
        return specRow(`${size} bytes and one`, [
          `add_work_units('s', [['u', {'m': {${chunks("6c")}: 1, ${chunks("c3a9")}: 2}}]])`,
          `add_work_units('s', [['v', {'m': {${chunks("ff")}: 3, ${chunks("c3")}: 4, ${chunks("eda080")}: 5}}]])`,
          "get_work_units('s', {})",
        ]);
      }),
      ...["[]", "[_ ]", "[_ 1]", "{}", "{_ }", "{_ 1: 2}", "128([_ ])", "128([_ 1, [_ 2]])"].map((key) =>
        specRow(`${key} as a key`, [
          `add_work_units('s', [['u', {'m': {${key}: 1}}]])`,
          `add_work_units('s', [['u', {_ 'm': {_ ${key}: 1}}]])`,
          "get_work_units('s', {})",
        ]),
      ),
    ],
  ),
  table(
    "tables/what-is-text",
    "bytes that are UTF-8 as Python 2 reads it, and others, in short strings and long ones, as text, as key and as name",
    ["VAL-15", "VAL-24", "VAL-39", "VAL-53", "VAL-50", "VAL-51"],
    [...SEQUENCES, ...FEW_SEQUENCES].map((bytes, i) => {
      const before = i < SEQUENCES.length ? BEFORE : [1100, 3000];
      const text = (size: number, letter = "a") => `"${letter.repeat(size)}${bytes.replace(/../g, "\\x$&")}"`;
      const key = (size: number) => `h'${"61".repeat(size)}${bytes}'`;
      return specRow(`${bytes}${i < SEQUENCES.length ? "" : " behind very many"}`, [
        ...before.map((size, i) => `add_work_units('s', [['${i}', {'v': ${text(size)}}]])`),
        // Digits have no bit in common with letters.
        `add_work_units('s', [['d', {'v': ${text(40, "1")}}]])`,
        `add_work_units('s', [['k', {${before.map((size) => `${key(size)}: 1`).join(", ")}}]])`,
        "get_work_units('s', {})",
        `worker_heartbeat(${key(0)}, ${key(40)}, 9, null, ${key(1)})`,
        "list_worker_modes()",
        `worker_unregister(${key(0)})`,
      ]);
    }),
  ),
];
