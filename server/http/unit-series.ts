// The series of work units in the text format of Prometheus: five for each of very many work specs, written piece by piece. The
// package that writes the other metrics would look up and write all of them in one go.
import type { JobQueue } from "../domain/job-queue.ts";
import { eachSpec } from "./spec-survey.ts";
import { countUnits, shown, UNIT_STATES, type UnitCounts } from "./status.ts";

/** Work specs with series of their own; the units of all others are reported together, under the empty name. */
export const MAX_SPEC_SERIES = 1000;

const NAME = "coordinate_work_units";
const HEAD = `# HELP ${NAME} Number of work units; those of specs beyond the first ${MAX_SPEC_SERIES} by name are under work_spec=""
# TYPE ${NAME} gauge
`;

/** A paragraph of the text, its last newline included. */
export async function unitSeries(queue: JobQueue): Promise<string> {
  const { now } = queue;
  const parts = [HEAD];
  let seen = 0;
  const others = { available: 0, delayed: 0, pending: 0, finished: 0, failed: 0 };
  for await (const specs of eachSpec(queue)) {
    for (const spec of specs) {
      const units = countUnits(spec, now);
      if (seen++ < MAX_SPEC_SERIES) parts.push(samples(shown(spec.name), units));
      else for (const status of UNIT_STATES) others[status] += units[status];
    }
  }
  if (seen > MAX_SPEC_SERIES) parts.push(samples("", others));
  return parts.join("");
}

function samples(spec: string, units: UnitCounts): string {
  const named = spec.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
  return UNIT_STATES.map(
    (status) => `${NAME}{namespace="",work_spec="${named}",status="${status}"} ${units[status]}\n`,
  ).join("");
}
