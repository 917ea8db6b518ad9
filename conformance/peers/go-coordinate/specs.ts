// Rules for the Go daemon's divergences in work specs (K7 to K10, K12, K34).

import { elementsOf, isNull, isTrue, stringOf } from "../../cbor/reading.ts";
import { optionOf } from "../../protocol/call.ts";
import type { Exchange, Rule } from "../rule.ts";
import { callsOf, firstOf, isMethod, numberOf, refusesWith } from "./history.ts";

export const specPoints: readonly Rule[] = [
  {
    point: "K7",
    explains: (_, exchange) =>
      isMethod(exchange.call, "get_work_spec") &&
      exchange.expected.kind === "result" &&
      isNull(exchange.expected.item) &&
      refusesWith(exchange, /^No such work spec /),
  },
  {
    point: "K8",
    explains: ({ path, expected }, { call, got }) =>
      isMethod(call, "archive") && path === "result" && expected === "null" && got.kind === "no-result",
  },
  {
    point: "K9",
    // The default limit of 1,000 also leaves nulls at the end of the list.
    explains: ({ path, got }, { call }) =>
      isMethod(call, "list_work_specs") &&
      /^\[[01]\]/.test(path) &&
      (optionOf(call.params[0], "limit") !== undefined ||
        optionOf(call.params[0], "start") !== undefined ||
        (/^\[0\]\[\d+\]$/.test(path) && got === "null")),
  },
  {
    point: "K10",
    explains: ({ path }, exchange) => /^\[[01]\]$/.test(path) && isMadeContinuous(exchange),
    splitsState: (exchange) => isMadeContinuous(exchange) || setsMaxRunning(exchange),
  },
  {
    point: "K34",
    // An interval is always a float, even if it is a whole number.
    explains: ({ path }, { call }, before) =>
      isMethod(call, "get_work_spec_meta") &&
      (path === "[0].interval" || (path === "[0].weight" && hasSentFraction(before))),
  },
  {
    point: "K12",
    // A refused definition with a new name leaves an empty work spec; whether the name is new does not show in the call.
    splitsState: ({ call, expected }) =>
      isMethod(call, "set_work_spec") &&
      expected.kind === "error" &&
      stringOf(optionOf(call.params[0], "name")) !== undefined,
  },
];

/** Whether a weight or niceness that is not a whole number was sent. */
function hasSentFraction(before: readonly Exchange[]): boolean {
  return callsOf(before, "set_work_spec", "control_work_spec").some(({ params }) =>
    ["weight", "nice"].some((name) => !Number.isInteger(numberOf(optionOf(params.at(-1), name)) ?? 0)),
  );
}

/** Whether a work spec became continuous though the expected reply refuses that. */
function isMadeContinuous({ call, expected, got }: Exchange): boolean {
  if (!isMethod(call, "control_work_spec") || expected.kind !== "result" || got.kind !== "result") return false;
  const message = stringOf(elementsOf(expected.item)[1]) ?? "";
  return /^cannot make non-continuous work spec /.test(message) && isTrue(elementsOf(got.item)[0]);
}

function setsMaxRunning(exchange: Exchange): boolean {
  const { call } = exchange;
  if (!isMethod(call, "control_work_spec") || !isTrue(firstOf(exchange, "expected"))) return false;
  return optionOf(call.params[1], "max_running") !== undefined;
}
