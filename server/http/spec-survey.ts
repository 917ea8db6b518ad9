// Looks at all work specs, however many, without keeping clients waiting.
import { setImmediate as turn } from "node:timers/promises";
import type { JobQueue } from "../domain/job-queue.ts";
import type { WorkSpec } from "../domain/work-spec.ts";

/** Work specs that are looked at in one go. */
const AT_ONCE = 100;

/** Every work spec, by name. One that is set or deleted meanwhile may be missed. */
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
