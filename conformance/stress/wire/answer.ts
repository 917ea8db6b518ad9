// Converts a reply to the short form that a history stores.

import { CborError } from "../../cbor/cbor-error.ts";
import { messageStart } from "../../cbor/frame-head.ts";
import { elementAt } from "../../element-at.ts";
import type { Answer, Child, Request, UnitStatus } from "../history/call.ts";
import { ReplyFault } from "./reply-fault.ts";
import { ReplyReader } from "./reply-reader.ts";

/** Decodes the reply to a request. @throws ReplyFault if the frame is not a valid reply to it */
export function answerIn(frame: Uint8Array, id: number, request: Request): Answer {
  try {
    return answerOf(frame, id, request);
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    throw noCbor(error.problem);
  }
}

const noCbor = (problem: string) => new ReplyFault(`a reply that is no CBOR: ${problem}`);

function answerOf(frame: Uint8Array, id: number, request: Request): Answer {
  const start = messageStart(frame);
  if (start === null) throw noCbor("not a frame");
  const reply = new ReplyReader(frame, start);
  let ownId: number | undefined;
  let resultAt = -1;
  let errorAt = -1;
  const pairs = reply.map("a reply that is");
  for (let left = pairs; reply.more(left); left--) {
    const name = reply.text();
    if (name === "id") {
      ownId = reply.number();
      continue;
    }
    if (name === "result") resultAt = reply.at;
    else if (name === "error" && !reply.isNull) errorAt = reply.at;
    reply.skip();
  }
  if (!reply.isAtEnd) throw noCbor("bytes come behind it");
  if (ownId !== id) throw new ReplyFault(`a reply to call ${String(ownId)} where one to ${id} was due`);
  if (errorAt >= 0) return { is: "error", message: messageIn(new ReplyReader(frame, errorAt)) };
  if (resultAt < 0) throw new ReplyFault(`${request.do} was answered with neither a result nor an error`);
  return read(request, new ReplyReader(frame, resultAt));
}

function messageIn(error: ReplyReader): string {
  if (!error.isMap) return error.text();
  for (let left = error.map("an error that is"); error.more(left); left--) {
    if (error.text() === "message") return error.text().split("\n")[0] ?? "";
    error.skip();
  }
  return "no message";
}

function read(request: Request, result: ReplyReader): Answer {
  switch (request.do) {
    case "get-work":
      return work(enterFirst(result));
    case "delete":
      return { is: "number", number: enterFirst(result).number() };
    case "clear":
      return { is: "number", number: result.number() };
    case "children":
      return { is: "children", children: children(enterFirst(result)) };
    case "status":
      return { is: "statuses", statuses: statuses(enterFirst(result), request.keys.length) };
    case "list":
      return { is: "keys", keys: listOf(enterFirst(result), firstText) };
    case "count":
      return { is: "counts", counts: counts(enterFirst(result)) };
    case "workers":
      return { is: "keys", keys: keysOf(result.isMap ? result : enterFirst(result)) };
    case "read-lock": {
      const count = result.list();
      return { is: "owner", owner: result.more(count) ? result.textOrNull() : null };
    }
    default: {
      const count = result.list();
      const done = result.more(count) ? result.truth() : undefined;
      if (done === undefined) throw new ReplyFault(`${request.do} was answered with no pair of a truth value`);
      return { is: "done", done };
    }
  }
}

/** Enters a list, which must not be empty, and stays at its first item. */
function enterFirst(list: ReplyReader): ReplyReader {
  if (!list.more(list.list())) throw new ReplyFault("expected a pair, got an empty list");
  return list;
}

function listOf<T>(list: ReplyReader, item: (list: ReplyReader) => T): T[] {
  const found: T[] = [];
  for (let left = list.list(); list.more(left); left--) found.push(item(list));
  return found;
}

/** The name that is the first item of a list within the list. */
function firstText(list: ReplyReader): string {
  const count = list.list();
  if (!list.more(count)) throw new ReplyFault("expected a pair, got an empty list");
  const text = list.text();
  list.leave(count - 1);
  return text;
}

function keysOf(map: ReplyReader): string[] {
  if (!map.isMap) {
    map.skip();
    return [];
  }
  const keys: string[] = [];
  for (let left = map.map("names that are in"); map.more(left); left--) {
    keys.push(map.text());
    map.skip();
  }
  return keys;
}

/** Reads the result of get_work: a `(spec, key, data)`, all null for no work, or a list of these. */
function work(reply: ReplyReader): Answer {
  const job: Job = { spec: null, keys: [] };
  const count = reply.list();
  if (!reply.more(count)) return { is: "work", spec: "", keys: [] };
  if (reply.isString || reply.isNull) {
    readJob(reply, count, job);
  } else {
    let left = count;
    do readJob(reply, reply.list(), job);
    while (reply.more(--left));
  }
  return { is: "work", spec: job.spec ?? "", keys: job.keys };
}

type Job = { spec: string | null; readonly keys: string[] };

/** Reads the rest of a `(spec, key, data)` that has `count` items. */
function readJob(reply: ReplyReader, count: number, job: Job): void {
  if (!reply.more(count)) return;
  const spec = reply.textOrNull();
  if (spec === null) {
    reply.leave(count - 1);
    return;
  }
  if (job.spec !== null && spec !== job.spec) throw new ReplyFault("get_work gave units of several work specs");
  job.spec = spec;
  if (!reply.more(count - 1)) throw new ReplyFault("get_work gave a work spec without a unit");
  job.keys.push(reply.text());
  reply.leave(count - 2);
}

function statuses(list: ReplyReader, asked: number): (UnitStatus | null)[] {
  const found = listOf(list, status);
  if (found.length !== asked) throw new ReplyFault(`${found.length} statuses where ${asked} were asked for`);
  return found;
}

function status(reply: ReplyReader): UnitStatus | null {
  if (reply.isNull) {
    reply.skip();
    return null;
  }
  let status = 0;
  let worker = "";
  for (let left = reply.map("the status of a unit is"); reply.more(left); left--) {
    const name = reply.text();
    if (name === "status") status = reply.number();
    else if (name === "worker_id") worker = reply.textOrNull() ?? "";
    else reply.skip();
  }
  return { status, worker };
}

function children(map: ReplyReader): Child[] {
  const found: Child[] = [];
  for (let left = map.map("the children of a worker are"); map.more(left); left--) {
    const worker = map.text();
    found.push({ worker, units: listOf(map, childUnit) });
  }
  return found;
}

function childUnit(reply: ReplyReader): Child["units"][number] {
  const unit = { spec: "", key: "", worker: "" };
  for (let left = reply.map("a unit of a child is"); reply.more(left); left--) {
    const name = reply.text();
    if (name === "work_spec_name") unit.spec = reply.text();
    else if (name === "work_unit_key") unit.key = reply.text();
    else if (name === "worker_id") unit.worker = reply.textOrNull() ?? "";
    else reply.skip();
  }
  return unit;
}

/** Some daemons count delayed units under 0. */
function counts(reply: ReplyReader): [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  if (reply.isNull) return counts;
  for (let left = reply.map("the counts of units are"); reply.more(left); left--) {
    const status = reply.number();
    const place = PLACES[status];
    if (place === undefined) throw new ReplyFault(`count_work_units counts units of status ${status}`);
    counts[place] = elementAt(counts, place) + reply.number();
  }
  return counts;
}

const PLACES: Record<number, number> = { 0: 0, 1: 0, 3: 1, 4: 2, 5: 3 };
