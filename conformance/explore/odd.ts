// Generates calls that no stock client makes: wrong types, too few or too many parameters, keyword parameters, other
// spellings of the method, batches; and messages of other forms. Both daemons must reply alike, or both close the
// connection.
import { assemble } from "../cbor/assemble.ts";
import { type Method as Declared, METHOD_NAMES, METHODS } from "../protocol/methods.ts";
import { type Chance, oneOf, shuffled } from "./chance.ts";
import type { Call, Odd } from "./session.ts";
import { type Tree, textOf } from "./tree.ts";
import { oddItem } from "./vocabulary.ts";

/** A call with something wrong in it, or in an unusual form. */
export function oddCall(random: Chance, call: Call): Call | Odd {
  const { method, params, conn } = call;
  const odd = (message: string): Odd => ({ kind: "odd", conn, frame: inFrame(message), mayClose: false });
  return oneOf<Call | Odd>(random, [
    [4, () => withOddParameter(random, call)],
    [1, () => ({ ...call, params: [...params, oddItem(random)] })],
    [1, () => ({ ...call, params: params.slice(random.percent(50) ? 1 : 0, -1) })],
    [2, () => ({ ...call, method: respelled(random, method) })],
    [3, () => odd(`{'params': ${named(random, method, params)}, 'id': ID, 'method': '${method}'}`)],
    [1, () => odd(`{'params': [${params.map(textOf).join(", ")}], 'id': ID, 'method': "${method}"}`)],
    [
      1,
      () =>
        odd(
          `{"id": ID_${random.pick([2, 3])}, "method": '${method}', 'x': 1, "params": [_ ${params.map(textOf).join(", ")}]}`,
        ),
    ],
  ]);
}

function withOddParameter(random: Chance, call: Call): Call {
  if (call.params.length === 0) return call;
  return { ...call, params: call.params.with(random.below(call.params.length), oddItem(random)) };
}

function respelled(random: Chance, method: string): string {
  const camel = method.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const lower = camel.charAt(0).toLowerCase() + camel.slice(1);
  return random.pick([
    camel,
    lower,
    `_${method}_`,
    method.replace("_", "__"),
    method.toUpperCase(),
    method.replaceAll("_", random.pick(["-", ".", " ", "1", "\u00e9", "_\u00e9"])),
    method.replace(/_(.)/, (_, letter: string) => `_${letter.toUpperCase()}`),
    `${method} `,
    random.pick(["\u00e9_b", "\u00df", "no_such", "x1y z-a", "\u01c6_\u0131", ""]),
  ]);
}

/** The parameters as a map by name; sometimes the last one is missing or an unknown one is added. */
function named(random: Chance, method: string, params: readonly Tree[]): string {
  const name = METHOD_NAMES.find((each) => each === method);
  const declared: Declared["params"] = name === undefined ? [] : METHODS[name].params;
  const entries = params.map((param, i) => `'${declared[i]?.[0] ?? "more"}': ${textOf(param)}`);
  if (random.percent(8)) entries.pop();
  if (random.percent(8)) entries.push("'more': 1");
  return `{${(random.percent(40) ? entries.reverse() : entries).join(", ")}}`;
}

/** A frame whose message is an array of requests; the daemon answers it with an array of replies. */
export function batchOf(calls: readonly Call[], conn: number): Odd {
  const messages = calls.map(({ params, method }, i) => {
    return `{'params': [${params.map(textOf).join(", ")}], 'id': ${i === 0 ? "ID" : i}, 'method': '${method}'}`;
  });
  return { kind: "odd", conn, frame: inFrame(`[${messages.join(", ")}]`), mayClose: false, calls };
}

const inFrame = (message: string): string => `24(<<${message}>>)`;

/** A call whose message length is at a boundary of the frame's length head (256, 65536 bytes), or a byte off it. */
export function paddedCall(random: Chance, conn: number): Odd {
  const message = (pad: number) =>
    `{'params': [{'other': '${"x".repeat(pad)}'}], 'id': 5, 'method': 'list_work_specs'}`;
  const size = random.pick([256, 65_536]) + random.below(3) - 1;
  // Length of the message without the padding, including the padding's head, which depends on its length.
  const beside = assemble(message(size - 100)).length - (size - 100);
  return { kind: "odd", conn, frame: inFrame(message(size - beside)), mayClose: true };
}

/** A frame with an invalid message, or an item that is not a frame. */
export const oddMessage = (random: Chance, conn: number): Odd => ({
  kind: "odd",
  conn,
  frame: random.percent(55)
    ? inFrame(random.percent(60) ? anyMessage(random) : random.pick(MESSAGES))
    : random.pick(FRAMES),
  mayClose: true,
});

/** A request whose fields are each correct, missing, duplicated or of another type, in random order. */
function anyMessage(random: Chance): string {
  const method = random.pick(["now", "worker_stats", "list_work_specs", "archive"]);
  const usual: readonly (readonly [name: string, value: string, others: readonly string[]])[] = [
    [
      "params",
      method === "now" || method === "worker_stats" ? "[]" : "[{}]",
      ["{}", "128([])", "null", "5", "[_ ]", "[]", "'x'", "undefined"],
    ],
    ["id", "ID", ["-1", "1.0_3", "null", "'1'", "18446744073709551615", "ID_3", "2(h'01')", "true", "[1]"]],
    [
      "method",
      `'${method}'`,
      [
        `"${method}"`,
        "''",
        "null",
        "5",
        "h'ff'",
        "h'61eda0805f62'",
        "h'f0908080'",
        `(_ '${method}')`,
        "['now']",
        "'nosuch'",
      ],
    ],
  ];
  const entries = usual.flatMap(([name, value, others]) => {
    const key = random.percent(80) ? `'${name}'` : `"${name}"`;
    const given = random.percent(70) ? value : random.pick(others);
    const again = random.percent(6) ? [`"${name}": ${random.pick(others)}`] : [];
    return random.percent(12) ? [] : [`${key}: ${given}`, ...again];
  });
  const more = random.percent(10) ? [`${random.pick(["5", "null", "'x'", "[1]"])}: 1`] : [];
  return `{${shuffled(random, [...entries, ...more]).join(", ")}}`;
}

const NOW = "{'params': [], 'id': ID, 'method': 'now'}";
const FRAMES: readonly string[] = [
  NOW,
  `<<${NOW}>>`,
  `23(<<${NOW}>>)`,
  `25(<<${NOW}>>)`,
  `24_1(<<${NOW}>>)`,
  `24_3(<<${NOW}>>_3)`,
  `24(<<${NOW}>>_2)`,
  `24((_ <<${NOW}>>))`,
  `24(24(<<${NOW}>>))`,
  `24(${NOW})`,
  `24(<<${NOW}, 5>>)`,
  `24(<<${NOW}, ${NOW}>>)`,
  "24('')",
  "24(h'a3')",
  "24(h'ff')",
  `24("now")`,
  "24(null)",
  "24(5)",
  "null",
  "undefined",
  "false",
  "0",
  "simple(255)",
  "h'474554202f20485454502f312e310d0a'",
];

const MESSAGES: readonly string[] = [
  "{'method': 'worker_stats', 'id': ID, 'params': []}",
  "{_ 'params': [_ ], 'id': ID_3, 'method': 'worker_stats'}",
  `{"params": [], "id": ID, "method": 'worker_stats', "more": 1}`,
  "{'params': [], 'id': ID, 'method': 'worker_stats', 'id': 7}",
  "{'params': [], 'id': 18446744073709551615, 'method': 'worker_stats'}",
  "{'params': [], 'id': ID, 'method': ''}",
  "{'params': [], 'id': ID, 'method': h'ff'}",
  "{'params': {}, 'id': ID, 'method': 'worker_stats'}",
  "{'params': 128([]), 'id': ID, 'method': 'worker_stats'}",
  "{'params': null, 'id': ID, 'method': 'worker_stats'}",
  "{'params': 5, 'id': ID, 'method': 'worker_stats'}",
  "{'id': ID, 'method': 'worker_stats'}",
  "{'params': [], 'method': 'worker_stats'}",
  "{'params': [], 'id': -1, 'method': 'worker_stats'}",
  "{'params': [], 'id': 1.0_3, 'method': 'worker_stats'}",
  "{'params': [], 'id': null, 'method': 'worker_stats'}",
  "{'params': [], 'id': ID}",
  "{'params': [], 'id': ID, 'method': null}",
  "{'params': [], 'id': ID, 'method': 5}",
  "{5: 1, 'params': [], 'id': ID, 'method': 'worker_stats'}",
  "[]",
  "[{'params': [], 'id': ID, 'method': 'worker_stats'}, 5]",
  "[[{'params': [], 'id': ID, 'method': 'worker_stats'}]]",
  "[null]",
  "{}",
  "null",
  "5",
];
