// `coordinate-conformance decode`: splits bytes, given as hex or in a file, into frames and explains each byte.
import { existsSync } from "node:fs";
import { splitFrames, tryOpenFrame } from "../cbor/frame.ts";
import { EXIT, UsageError } from "../command.ts";
import { describeReply, describeRequests } from "../golden/describe.ts";
import { callIn } from "../protocol/call.ts";
import { readGiven } from "../read-given.ts";
import { dissect } from "../report/dissect.ts";
import type { Action } from "./command.ts";
import type { decodeTable } from "./options/decode.ts";

export const decode: Action<typeof decodeTable> = ({ values }, { stdout }) => {
  if (values.bytes.length === 0) throw new UsageError("what shall be decoded? HEX, FILE or -");
  const bytes = bytesOf(values.bytes);
  if (bytes.length === 0) throw new UsageError("there are no bytes to decode");
  stdout.write(dissect(bytes));
  const { frames, rest } = splitFrames(bytes);
  for (const frame of frames) stdout.write(`\n${inNotation(frame)}\n`);
  const isWhole = rest.length === 0 && frames.every((frame) => tryOpenFrame(frame)?.message !== undefined);
  return Promise.resolve(isWhole ? EXIT.ok : EXIT.diverged);
};

function inNotation(frame: Uint8Array): string {
  return callIn(frame) === undefined
    ? `reply    ${describeReply(frame)}`
    : `request  ${describeRequests(frame).join("")}`;
}

/** @throws UsageError if the argument is neither hex nor a file */
function bytesOf(words: readonly string[]): Uint8Array {
  const typed = words.join("").replaceAll(/\s/g, "");
  if (isHex(typed)) return Buffer.from(typed, "hex");
  const [path = "", ...more] = words;
  if (more.length > 0) throw new UsageError("give hex digits, one file, or -");
  if (path !== "-" && !existsSync(path)) throw new UsageError(`'${path}' is neither hex digits in pairs nor a file`);
  const content = readGiven(path === "-" ? 0 : path);
  const text = content.toString("latin1").replaceAll(/\s/g, "");
  return isHex(text) ? Buffer.from(text, "hex") : content;
}

const isHex = (text: string) => /^([0-9a-fA-F]{2})+$/.test(text);
