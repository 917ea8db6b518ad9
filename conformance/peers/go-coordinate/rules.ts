// Which point of the contract a difference of the Go daemon shows: the rules of live comparison know most; of the rest the
// golden says what it is about.

import type { Golden } from "../../golden/format.ts";
import { elementsOf, stringOf } from "../../protocol/call.ts";
import type { Finding } from "../../run/result.ts";
import type { Classifier, RandomPlace } from "../classifier.ts";
import { exchangesIn, type Seen, seenIn } from "../exchanges.ts";
import type { Exchange } from "../point.ts";
import { goCoordinate } from "./points.ts";

export const goCoordinateRules: Classifier = {
  pointsOf: (golden, findings) =>
    new Map(seenIn(golden, findings).map((seen) => [seen.finding, pointOf(golden, seen)])),
  randomPlaces,
  varies,
};

/** A rule, else what the golden is about, else the one point that has led the two daemons to different states before. */
function pointOf(golden: Golden, { finding, exchange, before }: Seen): string | undefined {
  const rule = goCoordinate.find((each) => each.explains?.(finding, exchange, before) === true);
  if (rule !== undefined) return rule.point;
  return only(golden.requires.flatMap((each) => /\bK\d+\b/.exec(each)?.[0] ?? [])) ?? only(partedBy(before));
}

function partedBy(before: readonly Exchange[]): string[] {
  return goCoordinate
    .filter(({ parts }) => before.some((each, i) => parts?.(each, before.slice(0, i)) === true))
    .map(({ point }) => point);
}

function only([first, ...others]: readonly string[]): string | undefined {
  return others.length === 0 ? first : undefined;
}

/** The name that a page of work specs goes on with: the first one that was met by chance (K9). */
function randomPlaces(golden: Golden, findings: readonly Finding[]): RandomPlace[] {
  return golden.steps.flatMap((step): RandomPlace[] => {
    if (step.kind !== "exchange") return [];
    const [exchange] = exchangesIn(step, findings);
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
