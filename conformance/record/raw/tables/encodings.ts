// The examples of RFC 8949, appendix A, wherever a daemon stores a value, and further items that decoders get wrong.
import type { RawCase } from "../definition.ts";
import { specRow, table, together } from "./table.ts";

/** All 82 examples of the appendix in its order, in notation. */
const APPENDIX_A = [
  ...["0", "1", "10", "23", "24", "25", "100", "1000", "1000000", "1000000000000", "18446744073709551615"],
  ...["2(h'010000000000000000')", "-18446744073709551616", "3(h'010000000000000000')", "-1", "-10", "-100", "-1000"],
  ...["0.0_1", "-0.0_1", "1.0_1", "1.1_3", "1.5_1", "65504.0_1", "100000.0_2", "3.4028234663852886e+38_2", "1e300_3"],
  ...["5.960464477539063e-8_1", "0.00006103515625_1", "-4.0_1", "-4.1_3"],
  ...["Infinity_1", "NaN_1", "-Infinity_1", "Infinity_2", "NaN_2", "-Infinity_2", "Infinity_3", "NaN_3", "-Infinity_3"],
  ...["false", "true", "null", "undefined", "simple(16)", "simple(255)"],
  ...['0("2013-03-21T20:04:00Z")', "1(1363896240)", "1(1363896240.5_3)", "23(h'01020304')", "24(h'6449455446')"],
  ...['32("http://www.example.com")', "h''", "h'01020304'", '""', '"a"', '"IETF"', '"\\"\\\\"', '"ü"', '"水"', '"𐅑"'],
  ...["[]", "[1, 2, 3]", "[1, [2, 3], [4, 5]]", `[${Array.from({ length: 25 }, (_, i) => i + 1).join(", ")}]`],
  ...[
    "{}",
    "{1: 2, 3: 4}",
    '{"a": 1, "b": [2, 3]}',
    '["a", {"b": "c"}]',
    '{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}',
  ],
  ...["(_ h'0102', h'030405')", '(_ "strea", "ming")', "[_ ]", "[_ 1, [2, 3], [_ 4, 5]]", "[_ 1, [2, 3], [4, 5]]"],
  ...[
    "[1, [2, 3], [_ 4, 5]]",
    "[1, [_ 2, 3], [4, 5]]",
    `[_ ${Array.from({ length: 25 }, (_, i) => i + 1).join(", ")}]`,
  ],
  ...['{_ "a": 1, "b": [_ 2, 3]}', '["a", {_ "b": "c"}]', '{_ "Fun": true, "Amt": -2}'],
];

/** Further items: heads longer than necessary, limits of widths, tags and keys of all types. */
const MORE = [
  ...[
    "0_0",
    "0_1",
    "0_2",
    "0_3",
    "23_0",
    "24_1",
    "255",
    "256",
    "255_1",
    "65535",
    "65536",
    "65535_2",
    "4294967295",
    "4294967296",
  ],
  ...[
    "4294967295_3",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "-1_0",
    "-24",
    "-25",
    "-256",
    "-257",
    "-65537",
  ],
  ...[
    "-9007199254740993",
    "-9223372036854775808",
    "-9223372036854775809",
    "1.0_2",
    "1.0_3",
    "0.1_2",
    "-0.0_3",
    "3.0_1",
    "1e22_3",
  ],
  ...[
    "float'7e01'",
    "float'7fc00001'",
    "float'7ff8000000000001'",
    "float'7ff0000000000001'",
    "float'fff8000000000000'",
    "float'fe00'",
  ],
  ...[
    "'a'_0",
    "'a'_3",
    '"a"_1',
    "[_0 1]",
    "[_3 1]",
    '{_1 "a": 1}',
    "''_",
    '""_',
    "(_ '')",
    '(_ "a")',
    "{_ }",
    "128([])",
  ],
  ...[
    "128([1, 'a', \"b\", null])",
    "128([_ 1])",
    "128_1([1])",
    "128([128([])])",
    "128(1)",
    "128({})",
    "37(h'000102030405060708090a0b0c0d0e0f')",
  ],
  ...[
    "37(h'00')",
    "2(h'')",
    "2(h'00')",
    "2(h'ffffffffffffffff')",
    "3(h'')",
    "3(h'7fffffffffffffff')",
    "2('a')",
    "55799([])",
  ],
  ...[
    "4([-2, 27315])",
    "5([-1, 3])",
    "6(1)",
    "5000([])",
    "18446744073709551615(0)",
    "simple(0)",
    "simple(19)",
    "simple(32)",
  ],
  ...[
    "{'a': 1}",
    "{h'ff': 1}",
    '{"\\xff": 1}',
    "{1: 1, 1.0_3: 2}",
    "{true: 1, 1: 2}",
    "{null: 1}",
    "{-1: 1}",
    "{1.5_3: 1}",
  ],
  ...[
    "{'a': 1, \"a\": 2}",
    "{'a': 1, 'a': 2}",
    "{1: 1, 1_3: 2}",
    "{[1]: 1}",
    "{{}: 1}",
    "{128([1]): 1}",
    "{37(h'000102030405060708090a0b0c0d0e0f'): 1}",
  ],
  ...[
    "{'a': {'b': 1}, 'a': {'c': 2}}",
    "{'a': [1], 'a': 'x'}",
    "{'b': 1, 'a': 2, 'c': 3}",
    "{'': 1}",
    "[{'k': [{'k': 1}]}]",
  ],
  ...[
    '"\\xff"',
    '"\\xc0\\x80"',
    '"\\xed\\xa0\\x80"',
    '"\\u0000"',
    '"\\u007f"',
    "h'00'",
    "h'7f'",
    "'\"'",
    '"\'"',
    "-0.0_2",
  ],
];

const UNITS_TO_UPDATE = "add_work_units('s', ['0', '1', '2', '3', '4', '5', '6', '7'])";

/** Places where a daemon stores a value: calls that store each of the values, and calls that read them back. */
type Place = {
  readonly title: string;
  readonly define?: string;
  readonly put: (value: string, i: number) => readonly string[];
  readonly read: readonly string[];
};

const PLACES: Readonly<Record<string, Place>> = {
  "unit-data": {
    title: "in the data of a unit, of an attempt, and as data given again",
    put: (value, i) => [`add_work_units('s', [['${i}', {'v': ${value}}]])`],
    read: ["get_work_units('s', {})", "get_work('w', {'max_jobs': 9})"],
  },
  "attempt-data": {
    title: "in the data of an update",
    put: (value, i) => [`update_work_unit('s', '${i}', {'status': 3, 'data': {'w': [${value}]}})`],
    read: ["get_work_units('s', {})"],
    define: UNITS_TO_UPDATE,
  },
  traceback: {
    title: "as the traceback of a failed unit",
    put: (value, i) => [`update_work_unit('s', '${i}', {'status': 5, 'data': {'traceback': ${value}}})`],
    read: ["get_work_unit_status('s', ['0', '1', '2', '3', '4', '5', '6', '7'])"],
    define: UNITS_TO_UPDATE,
  },
  output: {
    title: "in the output of a unit that chains",
    put: (value, i) => [
      `update_work_unit('s', '${i}', {'status': 4, 'data': {'output': {'new ${i}': {'v': ${value}}}}})`,
    ],
    read: ["get_work_units('s', {'start': 'n'})"],
    define: UNITS_TO_UPDATE,
  },
};

const nameOf = (values: readonly string[]) => values.map((value) => value.slice(0, 12)).join(" ");

function groupsOf(values: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(values.length / 8) }, (_, i) => values.slice(i * 8, i * 8 + 8));
}

/** The clauses on stored values, and on values that are refused because clients could not read them. */
const KEPT = [
  ...[
    "VAL-1",
    "VAL-2",
    "VAL-3",
    "VAL-6",
    "VAL-9",
    "VAL-11",
    "VAL-12",
    "VAL-14",
    "VAL-15",
    "VAL-19",
    "VAL-24",
    "VAL-28",
  ],
  ...["VAL-31", "VAL-33", "VAL-34", "VAL-35", "VAL-36", "VAL-37", "VAL-38", "VAL-39", "VAL-40", "VAL-41", "VAL-42"],
  ...["VAL-43", "VAL-29", "VAL-53", "VAL-54", "VAL-55", "VAL-56"],
];

const inSpecs = Object.entries(PLACES).map(([name, { title, put, read, define }]) =>
  table(
    `tables/values-${name}`,
    `every kind of value ${title}`,
    KEPT,
    groupsOf([...APPENDIX_A, ...MORE]).map((values) =>
      specRow(
        nameOf(values),
        [...(define === undefined ? [] : [define]), ...values.flatMap(put), ...read],
        "{'name': 's', 'then': 's'}",
      ),
    ),
  ),
);

const inDefinitions: Readonly<
  Record<string, { readonly title: string; readonly definition: (value: string) => string }>
> = {
  "spec-value": {
    title: "in a work spec, at the top and below it",
    definition: (value) => `{'name': 's', 'v': ${value}, 'w': [${value}]}`,
  },
  "module-value": {
    title: "as the module and run_function of a work spec",
    definition: (value) => `{'name': 's', 'module': ${value}, 'run_function': ${value}}`,
  },
};

export const encodings: readonly RawCase[] = [
  ...inSpecs,
  ...Object.entries(inDefinitions).map(([name, { title, definition }]) =>
    table(
      `tables/values-${name}`,
      `every kind of value ${title}`,
      ["SPEC-5", "SPEC-6", "VAL-2", "VAL-33"],
      groupsOf([...APPENDIX_A, ...MORE]).map((values) => ({
        name: nameOf(values),
        lines: together(
          ...values.flatMap((value) => [`set_work_spec(${definition(value)})`, "get_work_spec('s')"]),
          "list_work_specs({})",
          "del_work_spec('s')",
        ),
      })),
    ),
  ),
  table(
    "tables/values-heartbeat",
    "every kind of value in the data of a heartbeat",
    ["WORKER-22", "VAL-2"],
    [...APPENDIX_A, ...MORE].map((value) => ({
      name: value.length > 60 ? `${value.slice(0, 60)}...` : value,
      lines: together(
        `worker_heartbeat('w', 'RUN', 300, {'v': ${value}}, null)`,
        "get_worker_info('w')",
        "worker_unregister('w')",
      ),
    })),
  ),
  table(
    "tables/values-lock-label",
    "every kind of value as a label of a lock's path, and as it is told",
    ["LOCK-15", "LOCK-20", "ERR-19", "ERR-20", "ERR-23", "ERR-24", "ERR-26"],
    [...APPENDIX_A, ...MORE].map((value) => ({
      name: value.length > 60 ? `${value.slice(0, 60)}...` : value,
      lines: together(
        `lock('me', 60, [['n', ${value}]])`,
        `readlock([['n', ${value}], ['n', [${value}]], ['n']])`,
        `lock('you', 60, [['n', ${value}, 'below']])`,
        `unlock('you', [['n', ${value}]])`,
        `unlock('me', [['n', [${value}]]])`,
        "delete_namespace('n')",
      ),
    })),
  ),
  table(
    "tables/values-parameter",
    "every kind of value as a parameter of each type, and as a unit's key, data and metadata",
    [
      ...Array.from({ length: 16 }, (_, i) => `PARAM-${i + 21}`),
      ...[
        "OPT-11",
        "ERR-9",
        "ERR-14",
        "ERR-15",
        "ERR-16",
        "ERR-17",
        "UNIT-31",
        "UNIT-32",
        "UNIT-33",
        "VAL-44",
        "PARAM-37",
      ],
    ],
    [...APPENDIX_A, ...MORE].map((value) =>
      specRow(value.length > 60 ? `${value.slice(0, 60)}...` : value, [
        `count_work_units(${value})`,
        `get_work('w', ${value})`,
        `get_work_unit_status('s', ${value})`,
        `add_work_units('s', [${value}])`,
        `add_work_units('s', [['k', ${value}]])`,
        `add_work_units('s', [[${value}, {}, ${value}]])`,
      ]),
    ),
  ),
];
