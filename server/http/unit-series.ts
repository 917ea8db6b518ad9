// The metric of work units in the text format of Prometheus: five series for each work spec. There may be very many work specs, so
// the text is built in small steps; prom-client, used for the other metrics, would block the event loop until all is written.
import type { JobQueue } from "../domain/job-queue.ts";
import { eachSpec } from "./spec-survey.ts";
import { countUnits, shown, UNIT_STATES, type UnitCounts } from "./status.ts";

/** Number of work specs that get their own series; the units of all others are summed under the empty name. */
export const MAX_SPEC_SERIES = 1000;

const NAME = "coordinate_work_units";
const HEAD = `# HELP ${NAME} Number of work units; those of specs beyond the first ${MAX_SPEC_SERIES} by name are under work_spec=""
# TYPE ${NAME} gauge
`;

/** The metric as text, including its HELP and TYPE lines and the final newline. */
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
