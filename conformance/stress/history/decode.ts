// Reads the entries of a history that encode.ts wrote.
import { ByteReader } from "./bytes.ts";
import type { AddedUnit, Answer, Call, Child, Entry, Request, UnitStatus } from "./call.ts";
import { ANSWERS, CHANGES, ENTRIES, REQUESTS } from "./tags.ts";

/** A file that is no history, or one that this version cannot read. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly code = "no-history";
}

/** Reads what one encoder wrote, part by part, or several one after the other. */
export class HistoryDecoder {
  readonly #reader = new ByteReader();

  /** Tells of all entries in the next part. @throws HistoryError */
  read(bytes: Buffer, take: (entry: Entry) => void): void {
    const reader = this.#reader;
    reader.open(bytes);
    while (!reader.isAtEnd) {
      const entry = this.#next();
      if (entry === "anew") reader.forget();
      else take(entry);
    }
  }

  #next(): Entry | "anew" {
    const { at } = this.#reader;
    try {
      return entryIn(this.#reader);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new HistoryError(`Cannot read the entry at byte ${at} of a part: ${error.message}`);
    }
  }
}

function entryIn(from: ByteReader): Entry | "anew" {
  const kind = ENTRIES[from.count()];
  switch (kind) {
    case "call":
      return { kind, call: callIn(from) };
    case "restart":
      return { kind, restart: { start: from.count(), end: from.count(), durable: from.count() === 1 } };
    case "fault":
      return { kind, note: { start: from.count(), end: from.count(), fault: from.text(), client: from.integer() } };
    case "mark":
      return { kind, time: from.count() };
    case "complaint":
      return { kind, complaint: { time: from.count(), kind: from.text(), what: from.text() } };
    case "hindered":
      return { kind, fault: from.text(), why: from.text() };
    case "anew":
      return kind;
    case undefined:
      throw new RangeError("no such kind of entry");
    default:
      return kind satisfies never;
  }
}

function callIn(from: ByteReader): Call {
  const client = from.count();
  const start = from.count();
  return { client, start, end: start + from.count(), request: requestIn(from), answer: answerIn(from) };
}

function requestIn(from: ByteReader): Request {
  const name = REQUESTS[from.count()];
  switch (name) {
    case "set-spec":
      return {
        do: name,
        spec: from.text(),
        successor: from.text(),
        maxRunning: from.count(),
        maxGetwork: from.count(),
        maxRetries: from.count(),
        interval: from.integer(),
      };
    case "add":
      return { do: name, spec: from.text(), units: unitsIn(from) };
    case "get-work":
      return { do: name, worker: from.text(), specs: from.texts(), most: from.count(), lease: from.count() };
    case "update":
      return {
        do: name,
        spec: from.text(),
        key: from.text(),
        status: from.count(),
        lease: from.count(),
        worker: from.text(),
        output: unitsIn(from),
      };
    case "prioritize":
      return {
        do: name,
        spec: from.text(),
        keys: from.texts(),
        priority: from.integer(),
        by: changeIn(from),
      };
    case "control":
      return { do: name, spec: from.text(), status: controlStatus(from.text()), maxRunning: from.integer() };
    case "delete":
      return { do: name, spec: from.text(), keys: from.texts(), status: from.count() };
    case "status":
      return { do: name, spec: from.text(), keys: from.texts() };
    case "list":
      return { do: name, spec: from.text(), status: from.count(), after: from.text(), limit: from.count() };
    case "count":
      return { do: name, spec: from.text() };
    case "heartbeat":
      return { do: name, worker: from.text(), lifetime: from.count(), parent: from.text() };
    case "unregister":
    case "children":
      return { do: name, worker: from.text() };
    case "workers":
    case "clear":
      return { do: name };
    case "lock":
    case "renew-lock":
      return { do: name, owner: from.text(), seconds: from.count(), path: from.texts() };
    case "unlock":
      return { do: name, owner: from.text(), path: from.texts() };
    case "read-lock":
      return { do: name, path: from.texts() };
    case undefined:
      throw new RangeError("no such kind of request");
    default:
      return name satisfies never;
  }
}

function unitsIn(from: ByteReader): AddedUnit[] {
  const units: AddedUnit[] = [];
  for (let left = from.count(); left > 0; left--) {
    units.push({ key: from.text(), priority: from.integer(), delay: from.count() });
  }
  return units;
}

function changeIn(from: ByteReader) {
  const change = CHANGES[from.count()];
  if (change === undefined) throw new RangeError("no such change of a priority");
  return change;
}

function answerIn(from: ByteReader): Answer {
  const is = ANSWERS[from.count()];
  switch (is) {
    case "none":
      return { is };
    case "error":
    case "garbled":
      return { is, message: from.text() };
    case "done":
      return { is, done: from.count() === 1 };
    case "work":
      return { is, spec: from.text(), keys: from.texts() };
    case "keys":
      return { is, keys: from.texts() };
    case "statuses": {
      const statuses: (UnitStatus | null)[] = [];
      for (let left = from.count(); left > 0; left--) {
        const status = from.count();
        statuses.push(status === 0 ? null : { status, worker: from.text() });
      }
      return { is, statuses };
    }
    case "counts":
      return { is, counts: [from.count(), from.count(), from.count(), from.count()] };
    case "number":
      return { is, number: from.integer() };
    case "children": {
      const children: Child[] = [];
      for (let left = from.count(); left > 0; left--) {
        const worker = from.text();
        const units: { spec: string; key: string; worker: string }[] = [];
        for (let more = from.count(); more > 0; more--) {
          units.push({ spec: from.text(), key: from.text(), worker: from.text() });
        }
        children.push({ worker, units });
      }
      return { is, children };
    }
    case "owner":
      return { is, owner: from.count() === 0 ? null : from.text() };
    case undefined:
      throw new RangeError("no such kind of answer");
    default:
      return is satisfies never;
  }
}

function controlStatus(text: string): "" | "running" | "paused" {
  if (text === "" || text === "running" || text === "paused") return text;
  throw new RangeError("no such status of a work spec");
}
