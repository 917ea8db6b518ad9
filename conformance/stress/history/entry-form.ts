// The binary format of the entries of a history, about twenty bytes a call.
import type { AddedUnit, Answer, Call, Child, Entry, Request, UnitStatus } from "./call.ts";
import { count, type Form, flag, integer, list, oneOf, record, tagged, text, texts } from "./form.ts";

const units = list(record<AddedUnit>({ key: text, priority: integer, delay: count }));

const request = tagged<Request, "do">("kind of request", "do", {
  "set-spec": {
    spec: text,
    successor: text,
    maxRunning: count,
    maxGetwork: count,
    maxRetries: count,
    interval: integer,
  },
  add: { spec: text, units },
  "get-work": { worker: text, specs: texts, most: count, lease: count },
  update: { spec: text, key: text, status: count, lease: count, worker: text, output: units },
  prioritize: {
    spec: text,
    keys: texts,
    priority: integer,
    by: oneOf("change of a priority", "priority", "adjustment", "both"),
  },
  control: { spec: text, status: oneOf("status of a work spec", "", "running", "paused"), maxRunning: integer },
  delete: { spec: text, keys: texts, status: count },
  status: { spec: text, keys: texts },
  list: { spec: text, status: count, after: text, limit: count },
  count: { spec: text },
  heartbeat: { worker: text, lifetime: count, parent: text },
  unregister: { worker: text },
  workers: {},
  lock: { owner: text, seconds: count, path: texts },
  "renew-lock": { owner: text, seconds: count, path: texts },
  unlock: { owner: text, path: texts },
  "read-lock": { path: texts },
  children: { worker: text },
  clear: {},
});

/** All statuses of a unit; 0 stands for a unit that does not exist. */
const status: Form<UnitStatus | null> = {
  write(out, value) {
    out.count(value === null ? 0 : value.status);
    if (value !== null) out.text(value.worker);
  },
  read(from) {
    const number = from.count();
    return number === 0 ? null : { status: number, worker: from.text() };
  },
};

const counts: Form<readonly [number, number, number, number]> = {
  write(out, value) {
    for (const each of value) out.count(each);
  },
  read: (from) => [from.count(), from.count(), from.count(), from.count()],
};

const owner: Form<string | null> = {
  write(out, value) {
    out.count(value === null ? 0 : 1);
    if (value !== null) out.text(value);
  },
  read: (from) => (from.count() === 0 ? null : from.text()),
};

const answer = tagged<Answer, "is">("kind of answer", "is", {
  none: {},
  error: { message: text },
  done: { done: flag },
  work: { spec: text, keys: texts },
  keys: { keys: texts },
  statuses: { statuses: list(status) },
  counts: { counts },
  number: { number: integer },
  owner: { owner },
  garbled: { message: text },
  children: {
    children: list(record<Child>({ worker: text, units: list(record({ spec: text, key: text, worker: text })) })),
  },
});

/** The end is stored as the time since the start. */
const call: Form<Call> = {
  write(out, { client, start, end, request: asked, answer: answered }) {
    out.count(client);
    out.count(start);
    out.count(end - start);
    request.write(out, asked);
    answer.write(out, answered);
  },
  read(from) {
    const client = from.count();
    const start = from.count();
    return { client, start, end: start + from.count(), request: request.read(from), answer: answer.read(from) };
  },
};

/** `anew`: the entries that follow come from another writer, with an empty string table. */
export const entryForm = tagged<Entry | { readonly kind: "anew" }, "kind">("kind of entry", "kind", {
  call: { call },
  restart: { restart: record({ start: count, end: count, durable: flag }) },
  fault: { note: record({ start: count, end: count, fault: text, client: integer }) },
  mark: { time: count },
  complaint: { complaint: record({ time: count, kind: text, what: text }) },
  hindered: { fault: text, why: text },
  anew: {},
});
