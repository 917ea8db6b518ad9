// The numbers that stand for the kinds of entries, requests and answers in a history: their places in these lists, which may
// only grow at the end.
import type { Answer, Entry, PriorityChange, Request } from "./call.ts";

/** `anew`: another writer goes on, which knows nothing of what this one wrote. */
export const ENTRIES = ["call", "restart", "fault", "mark", "complaint", "hindered", "anew"] as const satisfies (
  | Entry["kind"]
  | "anew"
)[];

export const REQUESTS = [
  "set-spec",
  "add",
  "get-work",
  "update",
  "prioritize",
  "control",
  "delete",
  "status",
  "list",
  "count",
  "heartbeat",
  "unregister",
  "workers",
  "lock",
  "renew-lock",
  "unlock",
  "read-lock",
  "children",
  "clear",
] as const satisfies Request["do"][];

export const ANSWERS = [
  "none",
  "error",
  "done",
  "work",
  "keys",
  "statuses",
  "counts",
  "number",
  "owner",
  "garbled",
  "children",
] as const satisfies Answer["is"][];

export const CHANGES = ["priority", "adjustment", "both"] as const satisfies PriorityChange[];
