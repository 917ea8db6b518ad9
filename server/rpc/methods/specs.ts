// Methods for work specs as a whole.

import type { JobQueue } from "../../domain/job-queue.ts";
import { A_PIECE, finish, Pace, type Pieces } from "../../domain/pieces.ts";
import type { ReplyWriter } from "../../wire/reply-writer.ts";
import { readLargeDictionary } from "../large-dictionary.ts";
import { type Method, method, methodInPieces, noSuchSpec, nothingOf, verdict } from "../method.ts";
import { decodeOptions, optionTable } from "../options.ts";
import { keptMapParam, optionsParam, stringParam } from "../params.ts";
import { readBool, readFloat, readInt, readInt64, readNumber, readStatus, readString } from "../readers.ts";
import { readSpecDictionary, seconds } from "../spec-dictionary.ts";
import { endable, onceFree, type Steps } from "../steps.ts";

const LIST_OPTIONS = optionTable({ start: readString, limit: readInt });
const DEFAULT_LIMIT = 1000;

const CONTROL_OPTIONS = optionTable({
  continuous: readBool,
  status: readStatus("WorkSpecStatus"),
  weight: readNumber,
  interval: readFloat,
  max_running: readInt64,
});

/** Bytes of a reply that take about as long to write as looking up a work spec. */
const BYTES_A_STEP = 4096;

/** A dictionary of more bytes is read in pieces. */
const LARGE_DICTIONARY = 65_536;

const RUNNABLE = 1;
const PAUSED = 2;

export const specMethods = {
  /** (dictionary) -> `[true, null]`. */
  set_work_spec: methodInPieces(["work_spec"], ({ queue }, params, reply) => {
    const sent = keptMapParam(params);
    if (sent !== null && sent.length > LARGE_DICTIONARY) return setLarge(queue, sent, reply);
    const { name, dictionary, settings } = readSpecDictionary(sent);
    queue.setSpec(name, dictionary, settings);
    verdict(reply, true);
    return null;
  }),

  /** (name) -> the dictionary, or null. */
  get_work_spec: method(["work_spec_name"], ({ queue }, params, reply) => {
    reply.storedOrNull(queue.spec(stringParam(params))?.dictionary ?? null);
  }),

  /** ({start, limit}) -> `[dictionaries in the order of their names, name of the first one left or null]`. */
  list_work_specs: methodInPieces(["options"], ({ queue }, params, reply) => {
    const options = decodeOptions(params, optionsParam(params), LIST_OPTIONS);
    const limit = Math.max(1, options.limit ?? DEFAULT_LIMIT);
    const start = options.start ?? "";
    if (limit > A_PIECE) return queue.holdingAll(() => endable(writePage(reply, queue, start, limit)));
    finish(writePage(reply, queue, start, limit));
    return null;
  }),

  /** (name) -> `[whether it was there, message]`. */
  del_work_spec: method(["work_spec_name"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const deleted = queue.deleteSpec(name);
    verdict(reply, deleted, deleted ? null : noSuchSpec(name));
  }),

  /** () -> how many work specs there were. */
  clear: method([], ({ queue }, _params, reply) => {
    reply.int(queue.clear());
  }),

  /** (name, {continuous, status, weight, interval, max_running}) -> `[changed, message]`. */
  control_work_spec: method(["work_spec_name", "options"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const at = optionsParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return verdict(reply, false, noSuchSpec(name));
    const { continuous, status, weight, interval, max_running } = decodeOptions(params, at, CONTROL_OPTIONS);
    const changed = spec.control({
      ...(continuous === undefined ? {} : { continuous }),
      ...(status === undefined ? {} : { paused: status === PAUSED }),
      ...(weight === undefined ? {} : { weight }),
      ...(interval === undefined ? {} : { interval: seconds(interval) }),
      ...(max_running === undefined ? {} : { maxRunning: max_running }),
    });
    return verdict(reply, changed, changed ? null : `cannot make non-continuous work spec ${name} continuous`);
  }),

  /** (name) -> `[{status, continuous, interval, max_running, weight}, null]`, entries in this order. */
  get_work_spec_meta: method(["work_spec_name"], ({ queue }, params, reply) => {
    const name = stringParam(params);
    const spec = queue.spec(name);
    if (spec === undefined) return nothingOf(reply, name);
    reply.array(2);
    const { paused, continuous, interval, maxRunning, weight } = spec.settings;
    reply.map(5);
    reply.text("status");
    reply.int(paused ? PAUSED : RUNNABLE);
    reply.text("continuous");
    reply.bool(continuous);
    reply.text("interval");
    reply.numeric(interval);
    reply.text("max_running");
    reply.bigint(maxRunning);
    reply.text("weight");
    reply.numeric(weight);
    reply.null();
  }),
} satisfies Record<string, Method>;

function* setLarge(queue: JobQueue, sent: string, reply: ReplyWriter): Steps {
  const { name, dictionary, settings } = yield* endable(readLargeDictionary(sent));
  yield* onceFree(() => queue.setSpec(name, dictionary, settings));
  verdict(reply, true);
}

function* writePage(reply: ReplyWriter, queue: JobQueue, start: string, limit: number): Pieces {
  const page: string[] = [];
  let next: string | null = null;
  for (const spec of queue.specsFrom(start)) {
    if (page.length === limit) {
      next = spec.name;
      break;
    }
    if (page.push(spec.dictionary) % A_PIECE === 0) yield;
  }
  const pace = new Pace();
  reply.array(2);
  reply.array(page.length);
  for (const dictionary of page) {
    reply.stored(dictionary);
    if (pace.isOver(1 + dictionary.length / BYTES_A_STEP)) yield;
  }
  reply.textOrNull(next);
}
