// Masks the time span in get_worker_info: seconds since a worker's last heartbeat. It is masked even if two recordings
// agree, since it depends on the speed of the machine.
import { findItem } from "../cbor/lookup.ts";
import { stringOf } from "../cbor/reading.ts";
import type { Mask } from "../golden/mask.ts";
import { callIn } from "../protocol/call.ts";
import type { Asked } from "./times.ts";

/** Where get_worker_info has the whole seconds since a heartbeat. */
export const AGE = "[0].age_seconds";

/** The mask for the age in the reply of the last exchange, counted from the heartbeat of that worker; none where there is none. */
export function ageIn(asked: readonly Asked[]): Mask[] {
  const last = asked.at(-1);
  if (last === undefined || findItem(last.reply, AGE)?.item.kind !== "int") return [];
  const workerOf = ({ send }: Asked, method: string) => {
    const call = callIn(send);
    return call?.method === method ? (stringOf(call.params[0]) ?? "") : undefined;
  };
  const worker = workerOf(last, "get_worker_info");
  const heartbeat = asked.findLast((each) => worker !== undefined && workerOf(each, "worker_heartbeat") === worker);
  return heartbeat === undefined ? [] : [{ at: AGE, line: 0, is: "age", since: heartbeat.number }];
}
