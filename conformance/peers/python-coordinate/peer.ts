// The Python daemon as a peer: its rules, after which of them its units or workers are in another state than the
// reference's, and the places in its replies that are random.
import type { Item } from "../../cbor/item.ts";
import { keyStep } from "../../cbor/path.ts";
import { elementsOf, fieldOf, stringOf } from "../../cbor/reading.ts";
import type { Golden } from "../../golden/format.ts";
import type { Answer, Call } from "../../protocol/call.ts";
import type { Finding } from "../../run/result.ts";
import { exchangesIn } from "../exchanges.ts";
import { numberOf } from "../go-coordinate/history.ts";
import type { Exchange, PeerRules, RandomPlace, Rule } from "../rule.ts";
import { envelopeRules } from "./envelope.ts";
import { formRules } from "./form.ts";
import { anyCallIn } from "./keyword-call.ts";
import { gotPair, isFalse } from "./reading.ts";
import { schedulingRules } from "./scheduling.ts";
import { keyAt, unitRules } from "./units.ts";
import { workerRules } from "./workers.ts";

/** The point that the daemon reports success for a call without effect, after which the states are still the same. */
const WITHOUT_EFFECT = "D71";

function withSplit(rule: Rule): Rule {
  return rule.point === WITHOUT_EFFECT ? rule : { ...rule, splitsStateWhereItExplains: splitsState };
}

const rules: Rule[] = [
  ...[...envelopeRules, ...formRules].map((rule) => withSplit(rule)),
  ...[...unitRules, ...schedulingRules, ...workerRules].map((rule) => withSplit({ ...rule, isAboutState: true })),
];

export const peer: PeerRules = {
  name: "python-coordinate",
  rules,
  readCall: anyCallIn,
  touchesSame,
  isAboutSame: ({ call }, { difference, exchange }) => isAboutKey(call, keyAt(difference, exchange)),
  randomPlaces,
  varies: () => false,
};

const isAboutKey = (call: Call | undefined, key: string | undefined) =>
  key !== undefined && stringOf(call?.params[1]) === key;

const CHANGING = new Set([
  ...["set_work_spec", "control_work_spec", "del_work_spec", "clear", "add_work_units", "update_work_unit"],
  ...["prioritize_work_units", "del_work_units", "get_work", "worker_heartbeat", "worker_unregister"],
]);

/** Whether one daemon changed something that the other did not change, or changed differently. */
function splitsState(exchange: Exchange): boolean {
  const { call, expected, got } = exchange;
  if (call !== undefined && !CHANGING.has(call.method)) return false;
  if (expected.kind !== "error") return true;
  const [done] = gotPair(exchange);
  return got.kind === "result" && !isFalse(done) && numberOf(done) !== 0;
}

const WORKERS = new Set([
  "worker_heartbeat",
  "worker_unregister",
  "list_worker_modes",
  "mode_counts",
  "worker_stats",
  "get_worker_info",
]);

/** Whether two calls affect the same workers, or may affect the same work spec. */
function touchesSame(a: Call | undefined, b: Call | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  if (a.method === "get_child_work_units" || b.method === "get_child_work_units") return true;
  if (WORKERS.has(a.method) !== WORKERS.has(b.method)) return false;
  const names = [specOf(a), specOf(b)];
  return names.includes(undefined) || names[0] === names[1];
}

/**
 * The work spec that a call affects; undefined if it may affect any, as when a finished unit's output is added to the
 * next.
 */
function specOf({ method, params }: Call): string | undefined {
  if (["get_work", "list_work_specs", "clear", "update_work_unit"].includes(method)) return undefined;
  return stringOf(method === "set_work_spec" ? fieldOf(params[0], "name") : params[0]);
}

/** The units of a child worker are in the order of a Python set of objects, which depends on memory addresses. */
function randomPlaces(golden: Golden, findings: readonly Finding[]): RandomPlace[] {
  return golden.steps.flatMap((step): RandomPlace[] => {
    if (step.kind !== "exchange") return [];
    const [exchange] = exchangesIn(step, findings, anyCallIn);
    if (exchange?.call?.method !== "get_child_work_units" || exchange.got.kind !== "result") return [];
    const wanted = childrenIn(exchange.expected);
    return [...childrenIn(exchange.got)].flatMap(([child, { path, units }]) => {
      if (units.length < 2) return [];
      const expected = wanted.get(child);
      // If there are more units than expected, the cause is that, not their order.
      const point = units.length > (expected?.units.length ?? 0) ? "D54" : "D74";
      return [{ step: step.number, path: expected?.path ?? path, point }];
    });
  });
}

/** The units of each child and their paths, by the child's id. */
function childrenIn(answer: Answer): ReadonlyMap<string, { path: string; units: readonly Item[] }> {
  if (answer.kind !== "result") return new Map();
  const children = elementsOf(answer.item)[0];
  const entries = children?.kind === "map" ? children.entries : [];
  return new Map(
    entries.map(({ key, value }) => [
      stringOf(key) ?? "",
      { path: `[0]${keyStep(key, answer.inner)}`, units: elementsOf(value) },
    ]),
  );
}
