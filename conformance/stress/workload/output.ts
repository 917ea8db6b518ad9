// Generates the output of a unit: units for the next work spec, mostly plain, sometimes with a priority or a delay.

import type { Random } from "../../random.ts";
import type { AddedUnit } from "../history/call.ts";
import { successorOf } from "./plan.ts";

const LONGEST_KEY = 24;

/**
 * @param endings suffixes appended to `key`, one for each new unit
 * @returns empty for a work spec without a successor, and if the key is already long, since each step makes keys longer
 */
export function outputOf(spec: string, key: string, endings: readonly string[], random: Random): AddedUnit[] {
  if (successorOf(spec) === undefined || key.length > LONGEST_KEY) return [];
  const isPlain = random.percent(60);
  return endings.map((ending) => ({
    key: `${key}${ending}`,
    priority: isPlain ? 0 : random.below(6) - 2,
    delay: isPlain || random.percent(70) ? 0 : 1 + random.below(2),
  }));
}
