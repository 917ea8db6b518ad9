// Masks `age_seconds` in the reply to get_worker_info: the seconds since the worker's last heartbeat. It is masked even
// if two recordings agree, since it depends on the speed of the machine.
import { findItem } from "../cbor/lookup.ts";
import { stringOf } from "../cbor/reading.ts";
import type { Mask } from "../golden/mask.ts";
import { callIn } from "../protocol/call.ts";
import type { Asked } from "./times.ts";

/** Path of the age, in whole seconds, in the reply to get_worker_info. */
export const AGE = "[0].age_seconds";

/** The mask for the age in the last exchange's reply, relative to the worker's last heartbeat; empty if it has none. */
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
