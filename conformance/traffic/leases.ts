// Tracks which worker holds which unit, as far as traffic shows, to detect a unit that is leased to two workers.

import { fieldOf, stringOf } from "../cbor/reading.ts";
import { type Call, optionOf } from "../protocol/call.ts";
import type { Complaint } from "./complaint.ts";
import { type Drawn, unitsIn } from "./draws.ts";
import type { Turn } from "./turn.ts";

type Lease = { readonly worker: string; readonly end: number };

/** Lease time in seconds if get_work gives none, or one that is out of range. */
const DEFAULT_SECONDS = 300;
const LONGEST_SECONDS = 86_400;
/** Tolerance in seconds for rounding and latency. */
const SPARE_SECONDS = 2;

export function createLeases(): { judge(turn: Turn, call: Call): readonly Complaint[] } {
  const leases = new Map<string, Lease>();
  const keyOf = (spec: string, key: string) => `${spec}\0${key}`;
  const forget = (spec: string) => {
    for (const each of leases.keys()) if (each.startsWith(`${spec}\0`)) leases.delete(each);
  };

  function handOut(turn: Turn, call: Call, { spec, key }: Drawn): Complaint[] {
    const worker = stringOf(call.params[0]) ?? "";
    const id = keyOf(spec, key);
    const held = leases.get(id);
    leases.set(id, { worker, end: turn.sentAt + secondsOf(call) });
    if (held === undefined || held.worker === worker || turn.receivedAt > held.end - SPARE_SECONDS) return [];
    const left = Math.round(held.end - turn.receivedAt);
    const text = `'${key}' of ${spec} is handed to ${worker}, and ${held.worker} has it for ${left} s more`;
    return [{ clause: "WORK-9", text }];
  }

  return {
    judge(turn, call) {
      const spec = stringOf(call.params[0]) ?? "";
      switch (call.method) {
        case "get_work":
          return unitsIn(turn).flatMap((unit) => handOut(turn, call, unit));
        case "update_work_unit":
          // An update may end, extend or transfer the lease. Forget it; the next get_work shows the holder.
          leases.delete(keyOf(spec, stringOf(call.params[1]) ?? ""));
          // `output` in its data may make units of other work specs available again.
          if (fieldOf(optionOf(call.params[2], "data"), "output") !== undefined) leases.clear();
          return [];
        case "add_work_units":
        case "del_work_units":
        case "del_work_spec":
        case "set_work_spec":
          forget(spec);
          return [];
        case "clear":
          leases.clear();
          return [];
        default:
          return [];
      }
    },
  };
}

function secondsOf({ params }: Call): number {
  const given = optionOf(params[1], "lease_time");
  const seconds = given?.kind === "int" || given?.kind === "float" ? Math.trunc(Number(given.value)) : DEFAULT_SECONDS;
  return seconds >= 1 && seconds <= LONGEST_SECONDS ? seconds : DEFAULT_SECONDS;
}
