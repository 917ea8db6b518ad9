// The Go daemon as a peer: its rules, and the places in its replies that are random.

import { tryOpenFrame } from "../../cbor/frame.ts";
import { findItem } from "../../cbor/lookup.ts";
import { walk } from "../../cbor/path.ts";
import { elementsOf, fieldOf, stringOf } from "../../cbor/reading.ts";
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

function randomPlaces(golden: Golden, findings: readonly Finding[]): RandomPlace[] {
  return [...pagesOf(golden, findings), ...drawnIn(golden, findings)];
}

/**
 * The work spec in the replies to get_work if priorities of work specs differ only by a fraction: the Go daemon truncates
 * them and then chooses at random (K34).
 */
function drawnIn({ steps }: Golden, findings: readonly Finding[]): RandomPlace[] {
  const calls = steps.flatMap((step) => {
    const [exchange] = step.kind === "exchange" ? exchangesIn(step, findings, callIn) : [];
    return exchange?.call === undefined ? [] : [{ step: step.number, call: exchange.call }];
  });
  const priorities = calls.flatMap(({ call: { method, params } }) => {
    const priority = method === "set_work_spec" ? fieldOf(params[0], "priority") : undefined;
    return priority?.kind === "float" ? [priority.value] : [];
  });
  const isDrawn = new Set(priorities.map(Math.trunc)).size < new Set(priorities).size;
  return calls
    .filter(({ call }) => isDrawn && call.method === "get_work")
    .map(({ step }) => ({ step, path: "[0]", point: "K34" }));
}

/** The name with which the next page of work specs starts, which is random since the list is not ordered (K9). */
function pagesOf(golden: Golden, findings: readonly Finding[]): RandomPlace[] {
  return golden.steps.flatMap((step): RandomPlace[] => {
    if (step.kind !== "exchange") return [];
    return exchangesIn(step, findings, callIn).flatMap(({ call, expected, got }, i) => {
      if (call?.method !== "list_work_specs") return [];
      const goesOn = [expected, got].some(
        (answer) => answer.kind === "result" && stringOf(elementsOf(answer.item)[1]) !== undefined,
      );
      return goesOn ? [{ step: step.number, reply: i + 1, path: "[1]", point: "K9" }] : [];
    });
  });
}

/** The order of map entries, and times, differ in each run. */
function varies(finding: Finding): boolean {
  const { kind, expected, got } = finding;
  if (expected.startsWith("a time") && /^[0-9]{10,}/.test(got)) return true;
  return kind === "order" || hasOrder(finding) || /\b1[0-9]{9}\b/.test(got);
}

/** Whether the received value contains a map of several entries. Parses the reply, since a finding truncates long notation. */
function hasOrder({ path, replied }: Finding): boolean {
  const frame = Buffer.from(replied, "hex");
  const found = tryOpenFrame(frame) === undefined ? undefined : findItem(frame, path);
  if (found === undefined) return false;
  return [...walk(found.item, found.inner)].some(({ item }) => item.kind === "map" && item.entries.length > 1);
}
