// Gives hostile frames to a daemon without a network and compares all that can be read of it before and after each frame
// that was refused: nothing may have changed.
import { assemble } from "../../conformance/cbor/assemble.ts";
import { createDaemon } from "../daemon.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { Decoders } from "../rpc/decoders.ts";
import { Dispatcher } from "../rpc/dispatch.ts";
import { type Frame, FrameSplitter } from "../wire/frame-splitter.ts";
import { ReplyWriter } from "../wire/reply-writer.ts";
import { WireError } from "../wire/wire-error.ts";

export type Refusals = {
  /** Number of frames refused with an error reply, or by closing the connection. */
  refused: number;
  /** Number of incomplete frames, which the daemon does not act on yet. */
  unfinished: number;
  carriedOut: number;
  /** Refused frames that changed the daemon's state. */
  changedBy: string[];
};

/** The byte string `error`, encoded as the key of a reply. */
const ERROR_ENTRY = Buffer.from("456572726f72", "hex");

const READS = [
  "'method': 'list_work_specs', 'params': [{}]",
  "'method': 'list_worker_modes', 'params': []",
  "'method': 'get_child_work_units', 'params': ['parent']",
  `'method': 'readlock', 'params': [[["a", "b"]]]`,
  ...["s", "t"].flatMap((name) => [
    `'method': 'get_work_units', 'params': ['${name}', {}]`,
    `'method': 'count_work_units', 'params': ['${name}']`,
    `'method': 'get_work_unit_status', 'params': ['${name}', ['u1', 'u2', 'u3']]`,
    `'method': 'get_work_spec_meta', 'params': ['${name}']`,
  ]),
].map((call) => assemble(`{'id': 1, ${call}}`));

const SETUP = [
  "'method': 'set_work_spec', 'params': [{'name': 's', 'then': 't'}]",
  "'method': 'set_work_spec', 'params': [{'name': 't', 'continuous': true}]",
  "'method': 'add_work_units', 'params': ['s', ['u1', ['u2', {'k': 'v'}, {'delay': 500}], 'u3']]",
  "'method': 'worker_heartbeat', 'params': ['child', 'mode', 300, {}, 'parent']",
  "'method': 'get_work', 'params': ['child', {'work_spec_names': ['s']}]",
  `'method': 'lock', 'params': ['me', 300, [["a", "b"]]]`,
].map((call) => assemble(`{'id': 1, ${call}}`));

/** Sends the first `count` frames to a daemon and classifies them. */
export function refusals(frames: Iterable<Buffer>, count: number): Refusals {
  const found: Refusals = { refused: 0, unfinished: 0, carriedOut: 0, changedBy: [] };
  const writer = new ReplyWriter();
  let dispatcher = freshDispatcher(writer);
  const unchanged = readAll(dispatcher, writer);
  let judged = 0;
  for (const frame of frames) {
    if (judged++ === count) break;
    const stand = standOn(dispatcher, writer, frame);
    found[stand]++;
    if (stand === "carriedOut") {
      dispatcher = freshDispatcher(writer);
    } else if (readAll(dispatcher, writer) !== unchanged) {
      found.changedBy.push(frame.toString("hex"));
      dispatcher = freshDispatcher(writer);
    }
  }
  return found;
}

/** The outcome of some bytes; if they contain several frames, "carriedOut" if any of them is carried out. */
function standOn(dispatcher: Dispatcher, writer: ReplyWriter, bytes: Buffer): "refused" | "unfinished" | "carriedOut" {
  const splitter = new FrameSplitter(DEFAULT_LIMITS.maxFrameBytes);
  splitter.push(bytes);
  let stand: "refused" | "unfinished" = "unfinished";
  try {
    for (let frame = splitter.next(); frame !== undefined; frame = splitter.next()) {
      if (!isRefused(dispatcher, writer, frame)) return "carriedOut";
      stand = "refused";
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return "refused";
  }
  return stand;
}

/** Whether the daemon answers with an error, or closes the connection. */
function isRefused(dispatcher: Dispatcher, writer: ReplyWriter, message: Frame): boolean {
  try {
    answer(dispatcher, message, writer);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    writer.take();
    return true;
  }
  // The entry `error` follows the frame's head and the id, also in a batch of one request.
  return writer.take().subarray(0, 24).includes(ERROR_ENTRY);
}

/** Processes a message to its end. */
function answer(dispatcher: Dispatcher, message: Frame, writer: ReplyWriter): void {
  const steps = dispatcher.answer(message, writer);
  while (steps !== null && steps.next().done !== true) {}
}

function freshDispatcher(writer: ReplyWriter): Dispatcher {
  const daemon = createDaemon({ clock: { now: () => 1_000_000 }, random: () => 0.5, config: null });
  const dispatcher = new Dispatcher(daemon, new Decoders(DEFAULT_LIMITS.maxItems), null, (fault) => {
    throw fault;
  });
  for (const call of SETUP) answer(dispatcher, call, writer);
  writer.take();
  return dispatcher;
}

function readAll(dispatcher: Dispatcher, writer: ReplyWriter): string {
  for (const read of READS) answer(dispatcher, read, writer);
  return writer.take().toString("latin1");
}
