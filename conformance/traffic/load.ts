// Loads saved traffic in any format: goldens, tcpdump captures, and JSON lines of calls.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { splitFrames } from "../cbor/frame.ts";
import type { Golden } from "../golden/format.ts";
import { parseGolden } from "../golden/load.ts";
import { readGiven } from "../read-given.ts";
import { isCapture, packetsOf } from "./pcap/packets.ts";
import { feedStreams } from "./pcap/streams.ts";
import { TrafficError } from "./traffic-error.ts";
import { collectTurns, type Turn } from "./turn.ts";

/** The turns of one file. */
export type Kept = { readonly file: string; readonly turns: readonly Turn[] };

/** Loads one file, or all files of a folder with a known extension, recursively. @throws TrafficError */
export function loadTraffic(path: string): Kept[] {
  if (!existsSync(path)) throw new TrafficError("not-found", `${path} is not there`);
  if (!statSync(path).isDirectory()) return [{ file: path, turns: turnsIn(path) }];
  const files = readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(yaml|jsonl|pcap|pcapng|cap)$/.test(name))
    .sort();
  if (files.length === 0) {
    throw new TrafficError("not-found", `${path} holds no traffic: no file .yaml, .jsonl, .pcap, .pcapng or .cap`);
  }
  return files.map((name) => ({ file: join(path, name), turns: turnsIn(join(path, name)) }));
}

function turnsIn(file: string): Turn[] {
  const content = readGiven(file);
  if (isCapture(content)) return capturedTurns(content);
  const text = content.toString("utf8");
  if (file.endsWith(".yaml")) return goldenTurns(parseGolden(relative("", file).replace(/\.yaml$/, ""), file, text));
  if (file.endsWith(".jsonl")) return text.split("\n").flatMap((line, i) => lineTurn(file, i + 1, line));
  throw new TrafficError("format", `${file} is neither a golden (.yaml), nor calls (.jsonl), nor a capture of tcpdump`);
}

/** The turns of all connections in a capture that use the protocol. */
function capturedTurns(content: Buffer): Turn[] {
  const collector = collectTurns();
  feedStreams(packetsOf(content), collector.watch);
  return [...collector.turns()];
}

/** The only times in a golden are its waits, so turns are dated in seconds of waiting since its start. */
function goldenTurns({ steps }: Golden): Turn[] {
  let at = 0;
  return steps.flatMap((step) => {
    if (step.kind === "wait") at += step.seconds;
    if (step.kind === "wait") return [];
    const { frames } = splitFrames(Buffer.concat(step.sends));
    return frames.map((send, i) => {
      const reply = step.replies[i]?.bytes;
      return { conn: step.conn, send, reply, closed: reply === undefined && step.closes, sentAt: at, receivedAt: at };
    });
  });
}

/**
 * One JSON line: `{"conn": 1, "at": 1795459463.5, "send": HEX, "reply": HEX}`. A blank line, and a first line without
 * `send` (a header), yield no turn.
 */
function lineTurn(file: string, number: number, line: string): Turn[] {
  if (line.trim() === "") return [];
  const { conn = 1, at = 0, send, reply }: Record<string, unknown> = { ...parsed(file, number, line) };
  if (send === undefined && number === 1) return [];
  const hex = (value: unknown) => (typeof value === "string" && /^([0-9a-f]{2})+$/.test(value) ? value : undefined);
  const [sent, replied] = [hex(send), hex(reply)];
  if (sent === undefined || typeof conn !== "number" || typeof at !== "number") {
    throw new TrafficError("format", `${file}:${number}: a call has conn and at, numbers, and send and reply, hex`);
  }
  const bytes = replied === undefined ? undefined : Buffer.from(replied, "hex");
  const times = { sentAt: at, receivedAt: at };
  return [{ conn, send: Buffer.from(sent, "hex"), reply: bytes, closed: bytes === undefined, ...times }];
}

function parsed(file: string, number: number, line: string): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value;
  } catch (cause) {
    throw new TrafficError("format", `${file}:${number}: this is no JSON`, { cause });
  }
  throw new TrafficError("format", `${file}:${number}: this is no JSON object`);
}
