// What a reply says, in the few words that a history has for it. Replies of every daemon are read: pairs may be tuples, names
// byte strings, an empty list null.

import { decodeFrame, Tag } from "../../client/codec.ts";
import { elementAt } from "../../element-at.ts";
import type { Answer, Child, Request, UnitStatus } from "../history/call.ts";

/** A reply that is none to this call, or has a shape that nobody can make sense of. */
export class ReplyFault extends Error {
  override readonly name = "ReplyFault";
  readonly code = "wrong-reply";
}

/** @throws ReplyFault */
export function answerIn(frame: Uint8Array, id: number, request: Request): Answer {
  const reply = decoded(frame);
  if (!(reply instanceof Map)) throw new ReplyFault("a reply that is no map");
  let ownId: unknown;
  let result: unknown;
  let error: unknown;
  for (const [key, value] of reply) {
    const name = text(key);
    if (name === "id") ownId = value;
    else if (name === "result") result = value;
    else if (name === "error") error = value;
  }
  if (ownId !== id) throw new ReplyFault(`a reply to call ${String(ownId)} where one to ${id} was due`);
  if (error !== undefined && error !== null) return { is: "error", message: messageOf(error) };
  return read(request, result);
}

function decoded(frame: Uint8Array): unknown {
  try {
    return decodeFrame(frame);
  } catch (error) {
    throw new ReplyFault(`a reply that is no CBOR: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Map)) return text(error);
  for (const [key, value] of error) if (text(key) === "message") return text(value).split("\n")[0] ?? "";
  return "no message";
}

function read(request: Request, result: unknown): Answer {
  switch (request.do) {
    case "get-work":
      return workIn(items(result)[0]);
    case "delete":
      return { is: "number", number: whole(items(result)[0]) };
    case "clear":
      return { is: "number", number: whole(result) };
    case "children":
      return { is: "children", children: childrenIn(items(result)[0]) };
    case "status":
      return { is: "statuses", statuses: statusesIn(items(result)[0], request.keys.length) };
    case "list":
      return { is: "keys", keys: items(items(result)[0]).map((item) => text(items(item)[0])) };
    case "count":
      return { is: "counts", counts: countsIn(items(result)[0]) };
    case "workers": {
      const modes = result instanceof Map ? result : items(result)[0];
      return { is: "keys", keys: modes instanceof Map ? [...modes.keys()].map(text) : [] };
    }
    case "read-lock": {
      const [owner] = items(result);
      return { is: "owner", owner: owner === null || owner === undefined ? null : text(owner) };
    }
    default: {
      const [done] = items(result);
      if (typeof done !== "boolean") throw new ReplyFault(`${request.do} was answered with no pair of a truth value`);
      return { is: "done", done };
    }
  }
}

/** One `(spec, key, data)`, with nulls for no work; or a list of those. */
function workIn(value: unknown): Answer {
  const list = items(value);
  const isOne = typeof list[0] === "string" || list[0] instanceof Uint8Array || list[0] === null;
  const jobs = (isOne ? [list] : list.map(items)).filter(([spec]) => spec !== null && spec !== undefined);
  const specs = new Set(jobs.map(([spec]) => text(spec)));
  if (specs.size > 1) throw new ReplyFault("get_work gave units of several work specs");
  const [spec = ""] = specs;
  return { is: "work", spec, keys: jobs.map((job) => text(job[1])) };
}

function statusesIn(value: unknown, asked: number): (UnitStatus | null)[] {
  const statuses = items(value).map(statusIn);
  if (statuses.length !== asked) throw new ReplyFault(`${statuses.length} statuses where ${asked} were asked for`);
  return statuses;
}

function statusIn(value: unknown): UnitStatus | null {
  if (value === null || value === undefined) return null;
  if (!(value instanceof Map)) throw new ReplyFault("the status of a unit is no map");
  let status = 0;
  let worker = "";
  for (const [key, each] of value) {
    const name = text(key);
    if (name === "status") status = whole(each);
    else if (name === "worker_id" && each !== null) worker = text(each);
  }
  return { status, worker };
}

function childrenIn(value: unknown): readonly Child[] {
  if (!(value instanceof Map)) throw new ReplyFault("the children of a worker are no map");
  return Array.from(value, ([worker, units]) => ({ worker: text(worker), units: items(units).map(childUnitIn) }));
}

function childUnitIn(value: unknown): Child["units"][number] {
  if (!(value instanceof Map)) throw new ReplyFault("a unit of a child is no map");
  const unit = { spec: "", key: "", worker: "" };
  for (const [key, each] of value) {
    const name = text(key);
    if (name === "work_spec_name") unit.spec = text(each);
    else if (name === "work_unit_key") unit.key = text(each);
    else if (name === "worker_id" && each !== null) unit.worker = text(each);
  }
  return unit;
}

/** Some daemons count delayed units under 0. */
function countsIn(value: unknown): [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  if (!(value instanceof Map)) return counts;
  for (const [status, count] of value) {
    const place = [1, 3, 4, 5].indexOf(status === 0 ? 1 : whole(status));
    if (place < 0) throw new ReplyFault(`count_work_units counts units of status ${String(status)}`);
    counts[place] = elementAt(counts, place) + whole(count);
  }
  return counts;
}

/** What is in a list or a tuple; nothing in null. */
function items(value: unknown): readonly unknown[] {
  const list: unknown = value instanceof Tag ? value.value : value;
  if (list === null || list === undefined) return [];
  if (!Array.isArray(list)) throw new ReplyFault(`expected a list, got ${typeof list}`);
  return list;
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return value.length <= SHORT ? shortText(value) : longText(value);
  throw new ReplyFault(`expected a name, got ${typeof value}`);
}

/** Bytes that are sooner put together one by one than by a call of the runtime. */
const SHORT = 24;

function shortText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function longText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

function whole(value: unknown): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number") throw new ReplyFault(`expected a number, got ${typeof value}`);
  return number;
}
