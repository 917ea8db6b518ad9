// `coordinate-conformance call`: sends calls written in CBOR diagnostic notation, and prints the daemon's replies.
import { assemble, NotationError } from "../cbor/assemble.ts";
import { requestFrame, tryOpenFrame } from "../cbor/frame.ts";
import { parseAddress } from "../client/address.ts";
import { DaemonError } from "../client/daemon.ts";
import { type ReplyFault, replyFault, restFault } from "../client/reply-fault.ts";
import { createWire, dial, patience, type Wire } from "../client/wire.ts";
import { EXIT, type ExitCode, type Output, UsageError } from "../command.ts";
import { describeReply, describeRequests } from "../golden/describe.ts";
import { messageId } from "../golden/repeat.ts";
import { dissect } from "../report/dissect.ts";
import { type Paint, painter, wantsColour } from "../report/style.ts";
import type { Action } from "./command.ts";
import type { callTable } from "./options/call.ts";

export const call: Action<typeof callTable> = async ({ values }, { stdout, env, signal }) => {
  const [where, ...texts] = values.words;
  if (where === undefined || texts.length === 0) throw new UsageError("give an address and at least one call");
  const address = parseAddress(where);
  const requests = texts.map((text, i) => requestOf(text, i + 1));
  const stream = await dial(address, { milliseconds: values["start-timeout"], signal }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DaemonError("not-listening", `${where} does not answer: ${why}`, { cause });
  });
  const wire = createWire(stream);
  const abort = () => wire.destroy();
  signal.addEventListener("abort", abort);
  const show = shower(stdout, painter(wantsColour(stdout, env)), values.decode);
  try {
    let code: ExitCode = EXIT.ok;
    for (const request of requests) {
      const each = await ask(wire, request, values.timeout, show);
      if (each > code) code = each;
    }
    return code;
  } finally {
    signal.removeEventListener("abort", abort);
    wire.destroy();
  }
};

type Show = (mark: ">" | "<", notation: string, bytes: Uint8Array, note?: string) => void;

/** Exit code 1 if no valid reply came, 3 if the daemon sent more than the limit. */
async function ask(wire: Wire, request: Uint8Array, milliseconds: number, show: Show): Promise<ExitCode> {
  const started = performance.now();
  show(">", describeRequests(request).join("; "), request);
  await wire.send([request], milliseconds);
  await wire.until({ count: 1, close: false }, patience(milliseconds));
  const { frames, rest, closed, flooded } = wire.take();
  const took = `  (${(performance.now() - started).toFixed(1)} ms)`;
  const faults = frames.map((frame) => replyFault(frame) ?? idFault(request, frame));
  for (const [i, frame] of frames.entries()) {
    show("<", `${describeReply(frame)}${faultText(faults[i])}`, frame, i === 0 ? took : "");
  }
  if (flooded !== undefined) show("<", flooded, rest.subarray(0, 0));
  else if (rest.length > 0) show("<", faultText(restFault(rest)).trimStart(), rest);
  else if (frames.length === 0) show("<", closed ? "the connection closed" : "no reply in time", rest);
  if (flooded !== undefined) return EXIT.unmeasured;
  return frames.length > 0 && rest.length === 0 && faults.every((fault) => fault === undefined)
    ? EXIT.ok
    : EXIT.diverged;
}

function idFault(request: Uint8Array, reply: Uint8Array): ReplyFault | undefined {
  const [asked, answered] = [request, reply].map((frame) => tryOpenFrame(frame) && messageId(frame)?.value);
  if (asked === undefined || answered === undefined || asked === answered) return undefined;
  return { says: `its id is ${answered}, not ${asked}`, clause: "MSG-9" };
}

const faultText = (fault: ReplyFault | undefined) => (fault === undefined ? "" : `  ${fault.says} (${fault.clause})`);

/** The frame for `method(params)`, for hex `h'...'`, or for a frame in notation. @throws UsageError for anything else */
function requestOf(text: string, id: number): Uint8Array {
  const [, start = "", method, params = ""] = /^(\s*([A-Za-z_]\w*)\()([\s\S]*)\)\s*$/.exec(text) ?? [];
  if (method === undefined && /^\s*[A-Za-z_]\w*\s*$/.test(text))
    throw new UsageError(`'${text}': write ${text.trim()}()`);
  if (method === undefined && /^\s*[A-Za-z_]\w+\(/.test(text))
    throw new UsageError(`'${text}': the call has no closing )`);
  try {
    if (method !== undefined) {
      // A list in the place of the parameters first, since errors name the place in what is read.
      assemble(`${" ".repeat(start.length - 1)}[${params}]`);
      return requestFrame(id, method, params);
    }
    const raw = /^\s*h'([0-9a-fA-F\s]*)'\s*$/.exec(text)?.[1];
    return raw === undefined ? assemble(text) : Buffer.from(raw.replaceAll(/\s/g, ""), "hex");
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    const { message } = method === undefined ? error : new NotationError(text, error.at, error.expected);
    throw new UsageError(`'${text}': ${message}${hintOf(text.slice(error.at))}`, { cause: error });
  }
}

/** What to write instead of a Python value at the start of a text that is no notation. */
function hintOf(text: string): string {
  if (/^(None|True|False)\b/.test(text)) return "; write null, true, false, not None, True, False";
  return text.startsWith("(") ? "; write a tuple as 128([...])" : "";
}

function shower(stdout: Output, paint: Paint, decode: boolean): Show {
  return (mark, notation, bytes, note = "") => {
    stdout.write(`${mark} ${notation}${paint("dim", note)}\n`);
    if (bytes.length > 0) stdout.write(paint("dim", `  ${Buffer.from(bytes).toString("hex")}\n`));
    if (decode && bytes.length > 0) stdout.write(dissect(bytes));
  };
}
