// What is known of the Go daemon beyond its list: rules, and what is another one in each run.

import { elementsOf, stringOf } from "../../cbor/reading.ts";
import type { Golden } from "../../golden/format.ts";
import { callIn } from "../../protocol/call.ts";
import type { Finding } from "../../run/result.ts";
import { exchangesIn } from "../exchanges.ts";
import type { PeerRules, RandomPlace } from "../rule.ts";
import { goCoordinate } from "./points.ts";

export const peer: PeerRules = {
  name: "go-coordinate",
  rules: goCoordinate,
  readCall: callIn,
  touchesSame: () => true,
  randomPlaces,
  varies,
};

/** The name that a page of work specs goes on with: the first one that was met by chance (K9). */
function randomPlaces(golden: Golden, findings: readonly Finding[]): RandomPlace[] {
  return golden.steps.flatMap((step): RandomPlace[] => {
    if (step.kind !== "exchange") return [];
    const [exchange] = exchangesIn(step, findings, callIn);
    if (exchange?.call?.method !== "list_work_specs") return [];
    const goesOn = [exchange.expected, exchange.got].some(
      (answer) => answer.kind === "result" && stringOf(elementsOf(answer.item)[1]) !== undefined,
    );
    return goesOn ? [{ step: step.number, path: "[1]", point: "K9" }] : [];
  });
}

/** The order of entries in maps, and times, are other ones in each run. */
function varies({ kind, got }: Finding): boolean {
  return kind === "order" || /\{[^{}]*: [^{}]*, [^{}]*: /.test(got) || /\b1[0-9]{9}\b/.test(got);
}
