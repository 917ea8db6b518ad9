// Iterates over all work specs in batches, so that the event loop is not blocked however many there are.
import { setImmediate as turn } from "node:timers/promises";
import type { JobQueue } from "../domain/job-queue.ts";
import type { WorkSpec } from "../domain/work-spec.ts";

/** Number of work specs in a batch. */
const AT_ONCE = 100;

/** Yields all work specs ordered by name, in batches. One that is set or deleted meanwhile may be missed. */
export async function* eachSpec(queue: JobQueue): AsyncGenerator<readonly WorkSpec[]> {
  let from: string | null = "";
  while (from !== null) {
    const found: WorkSpec[] = [];
    let next: string | null = null;
    for (const spec of queue.specsFrom(from)) {
      if (found.length === AT_ONCE) {
        next = spec.name;
        break;
      }
      found.push(spec);
    }
    yield found;
    from = next;
    if (from !== null) await turn();
  }
}
