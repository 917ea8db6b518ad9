// Formats one call as a line: time, connection, call, reply, and duration.

import { elementsOf, fieldOf, stringOf } from "../cbor/reading.ts";
import { describeReply, describeRequests } from "../golden/describe.ts";
import { callIn, optionOf } from "../protocol/call.ts";
import { METHODS, type Method } from "../protocol/methods.ts";
import { unitsIn } from "./draws.ts";
import type { Turn } from "./turn.ts";

/** A part of a line with its role, by which the caller chooses a colour. */
export type Part = { readonly text: string; readonly is: "time" | "conn" | "call" | "reply" | "error" | "duration" };

/** @param width maximum length of the call's text, and of the reply's; undefined for no limit */
export function lineOf(turn: Turn, width?: number): Part[] {
  const { reply, closed } = turn;
  const answer = reply === undefined ? (closed ? "closed" : "no reply") : describeReply(reply);
  const failed = reply === undefined || answer.startsWith("error ");
  return [
    { is: "time", text: timeOf(turn.sentAt) },
    { is: "conn", text: `#${turn.conn}` },
    { is: "call", text: cut(describeRequests(turn.send).join("; "), width) },
    { is: failed ? "error" : "reply", text: `-> ${cut(answer, width)}` },
    { is: "duration", text: `${((turn.receivedAt - turn.sentAt) * 1000).toFixed(1)} ms` },
  ];
}

/** The time of day in UTC; for traffic without absolute times, the seconds since its start. */
function timeOf(at: number): string {
  return at < 1e6 ? `+${at.toFixed(3)}` : new Date(at * 1000).toISOString().slice(11, 23);
}

function cut(text: string, width: number | undefined): string {
  return width === undefined || text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

export type Filter = {
  /** Predicate on the method's name; undefined for all methods. */
  readonly method?: ((name: string) => boolean) | undefined;
  readonly worker?: string | undefined;
  readonly spec?: string | undefined;
};

/** Whether a turn passes the filter on its method, on the worker that it names, and on the work spec that it affects. */
export function isWanted(turn: Turn, { method, worker, spec }: Filter): boolean {
  const call = callIn(turn.send);
  if (call === undefined) return method === undefined && worker === undefined && spec === undefined;
  if (method !== undefined && !method(call.method)) return false;
  const methods: Readonly<Record<string, Method>> = METHODS;
  const names = Object.hasOwn(METHODS, call.method) ? (methods[call.method]?.params ?? []) : [];
  const param = (name: string) => call.params[names.findIndex(([each]) => each === name)];
  const options = param("options");
  if (worker !== undefined) {
    const told = [param("worker_id"), optionOf(options, "worker_id"), param("parent")].map(stringOf);
    if (!told.includes(worker)) return false;
  }
  if (spec === undefined) return true;
  const told = [
    stringOf(param("work_spec_name")),
    stringOf(fieldOf(param("work_spec"), "name")),
    ...elementsOf(optionOf(options, "work_spec_names")).map(stringOf),
    ...unitsIn(turn).map((unit) => unit.spec),
  ];
  return told.includes(spec);
}
