// The JSON report of a stress run. `version` changes whenever the format changes.
import type { Violation } from "../checker/violation.ts";
import { clauseOf } from "../kinds.ts";
import type { StressResult } from "../live/result.ts";

/** Maximum number of overlapping calls written for a violation. */
const AROUND = 60;

export function jsonReport(result: StressResult): string {
  const { violations, kinds, allowed, faults, memory, ...facts } = result;
  const report = {
    version: 1,
    ...facts,
    faults: Object.fromEntries(faults),
    kinds: Object.fromEntries(kinds),
    allowed: Object.fromEntries(allowed),
    memory: memory.map((mib) => Math.round(mib * 10) / 10),
    violations: violations.map((violation) => ({
      ...violation,
      clause: clauseOf(violation.kind),
      around: nearest(violation),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function nearest({ around, time }: Violation): Violation["around"] {
  return [...around].sort((a, b) => Math.abs(a.end - time) - Math.abs(b.end - time)).slice(0, AROUND);
}
