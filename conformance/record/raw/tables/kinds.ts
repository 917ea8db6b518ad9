// A value of every type in every place of a request: as a parameter of each method, as a path and a label of locks, and
// as each of the three entries of a request.
import { METHOD_NAMES, METHODS, type Method, type MethodName } from "../../../protocol/methods.ts";
import type { RawCase } from "../definition.ts";
import { type Row, table, together } from "./table.ts";

const KINDS = [
  "null",
  "undefined",
  "true",
  "0",
  "-1",
  "7",
  "18446744073709551615",
  "-18446744073709551616",
  "0.5_3",
  "-0.0_3",
  "NaN_3",
  "Infinity_1",
  "''",
  '""',
  "'x'",
  '"x"',
  "h'ff'",
  "(_ 'x', 'y')",
  "[]",
  "[_ ]",
  "['x']",
  "[[]]",
  "{}",
  "{_ }",
  "{'x': 1}",
  "{1: 'x'}",
  "128([])",
  "128(['x'])",
  "128('x')",
  "2(h'01')",
  "37(h'000102030405060708090a0b0c0d0e0f')",
  "37(h'00')",
  '6("x")',
  "5000(1)",
  "24(<<1>>)",
  "simple(99)",
];

const RIGHT: Readonly<Record<string, string>> = {
  string: "'s'",
  int: "60",
  float64: "300",
  map: "{}",
  list: "[]",
  strings: "[]",
  anything: "[]",
};
const OTHERS: readonly MethodName[] = ["now", "get_config", "set_work_spec", "get_worker_info"];

function rowsOf(name: MethodName): Row[] {
  const { params }: Method = METHODS[name];
  // The paths of locks have their own table.
  const looked = params.filter(([param]) => param !== "keys");
  return looked.map(([param, declared], at) => ({
    name: `${param} of ${name}`,
    lines: together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', ['s', 'x', ''])",
      ...KINDS.map((kind) => {
        const values = params.map(([, other], i) => (i === at ? kind : (RIGHT[other] ?? "null")));
        return `${name}(${values.join(", ")})`;
      }),
      "count_work_units('s')",
      ...(declared === "anything" || name === "worker_heartbeat" ? CLEANING : []),
      "clear()",
    ),
  }));
}

const CLEANING = ["''", "'x'", "h'ff'", "'s'", "'xy'"].map((worker) => `worker_unregister(${worker})`);

/** Every type of value as the list of paths, as a path and as a label, in each lock method. */
const LOCKS = ["lock('me', 60, %)", "locksome('me', 60, %)", "renew('me', 60, %)", "unlock('me', %)", "readlock(%)"];

function lockRow(kind: string): Row {
  return {
    name: kind,
    lines: together(
      ...[kind, `[${kind}]`, `[['n'], ${kind}]`, `[['n', ${kind}]]`, `[['n', [${kind}]]]`].flatMap((keys) =>
        LOCKS.flatMap((call) => [call.replace("%", keys), "readlock([['n'], []])"]),
      ),
      "unlock('me', [[]])",
      ...["'n'", "'x'", "[]", kind].map((label) => `delete_namespace(${label})`),
    ),
  };
}

/** Each entry of a request with every type of value, on its own connection; a call that closes it is not carried out. */
function envelopes(): string[] {
  const entries = { params: "[]", id: "1", method: "'clear'" };
  let conn = 1;
  return Object.keys(entries).flatMap((place) =>
    KINDS.filter((kind) => closes(place, kind)).flatMap((kind) => {
      conn += 1;
      const given = Object.entries({ ...entries, [place]: kind }).map(([key, value]) => `'${key}': ${value}`);
      return [`${conn}: 24(<<{${given.join(", ")}}>>)`, "= closed"];
    }),
  );
}

function closes(place: string, kind: string): boolean {
  if (place === "params") return !/^[[{]/.test(kind);
  if (place === "id") return !/^\d+$/.test(kind);
  return !/^(h?['"]|\(_)/.test(kind);
}

/** Additional keys of a request that are not strings. */
function keys(first: number): string[] {
  return KINDS.filter((kind) => !/^(h?['"]|\(_|null|undefined)/.test(kind)).flatMap((kind, i) => [
    `${first + i}: 24(<<{'params': [], 'id': 1, ${kind}: 2, 'method': 'clear'}>>)`,
    "= closed",
  ]);
}

export const kinds: readonly RawCase[] = [
  table(
    "tables/kinds-of-parameters",
    "a value of every kind as each parameter of each method",
    ["PARAM-3", "PARAM-4", "PARAM-22", "PARAM-23", "PARAM-24", "PARAM-38"],
    METHOD_NAMES.filter((name) => !OTHERS.includes(name)).flatMap(rowsOf),
  ),
  table(
    "tables/kinds-of-paths",
    "a value of every kind as the paths, a path or a label of each method of locks",
    ["LOCK-13", "LOCK-14", "LOCK-20", "LOCK-26", "LOCK-28", "LOCK-36"],
    KINDS.map(lockRow),
  ),
  table(
    "tables/kinds-of-entries",
    "a value of every kind as the parameters, the id or the method of a request, or as one more key, that ends its connection",
    ["MSG-6", "MSG-11", "MSG-15", "MSG-18", "FRAME-25", "FRAME-28"],
    [
      { name: "what must stay", lines: ["set_work_spec({'name': 's'})"] },
      { name: "entries", lines: envelopes() },
      { name: "keys", lines: keys(200) },
      { name: "and stays", lines: ["get_work_spec('s')", "del_work_spec('s')"] },
    ],
  ),
];
