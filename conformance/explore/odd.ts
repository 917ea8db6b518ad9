// Calls that no stock client makes: with parameters of other kinds, too few or too many, by name, under another spelling, in a
// batch; and messages of other shapes. How a daemon takes them, or that it closes the connection, must be the same.
import { type Method as Declared, METHOD_NAMES, METHODS } from "../protocol/methods.ts";
import type { Random } from "../random.ts";
import { oneOf } from "./chance.ts";
import type { Call, Odd } from "./session.ts";
import { type Tree, textOf } from "./tree.ts";
import { ODD_ITEMS } from "./vocabulary.ts";

/** A call with something wrong in it, or in an unusual form. */
export function oddCall(random: Random, call: Call): Call | Odd {
  const { method, params, conn } = call;
  const odd = (message: string): Odd => ({ kind: "odd", conn, message, mayClose: false });
  return oneOf<Call | Odd>(random, [
    [4, () => withOddParameter(random, call)],
    [1, () => ({ ...call, params: [...params, random.pick(ODD_ITEMS)] })],
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

function withOddParameter(random: Random, call: Call): Call {
  if (call.params.length === 0) return call;
  return { ...call, params: call.params.with(random.below(call.params.length), random.pick(ODD_ITEMS)) };
}

function respelled(random: Random, method: string): string {
  const camel = method.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const lower = camel.charAt(0).toLowerCase() + camel.slice(1);
  return random.pick([
    camel,
    lower,
    `_${method}_`,
    method.replace("_", "__"),
    method.toUpperCase(),
    method.replaceAll("_", "-"),
    `${method} `,
  ]);
}

/** Its parameters by their names, one of which may be wrong, missing or too much. */
function named(random: Random, method: string, params: readonly Tree[]): string {
  const name = METHOD_NAMES.find((each) => each === method);
  const declared: Declared["params"] = name === undefined ? [] : METHODS[name].params;
  const entries = params.map((param, i) => `'${declared[i]?.[0] ?? "more"}': ${textOf(param)}`);
  if (random.percent(8)) entries.pop();
  if (random.percent(8)) entries.push("'more': 1");
  return `{${(random.percent(40) ? entries.reverse() : entries).join(", ")}}`;
}

/** Several calls as a list of requests, which are answered with a list of replies. */
export function batchOf(calls: readonly Call[], conn: number): Odd {
  const messages = calls.map(({ params, method }, i) => {
    return `{'params': [${params.map(textOf).join(", ")}], 'id': ${i === 0 ? "ID" : i}, 'method': '${method}'}`;
  });
  return { kind: "odd", conn, message: `[${messages.join(", ")}]`, mayClose: false };
}

/** A message that is no call. */
export const oddMessage = (random: Random, conn: number): Odd => ({
  kind: "odd",
  conn,
  message: random.pick(MESSAGES),
  mayClose: true,
});

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
