// Sends recorded traffic of the upstream tests with the two real daemons to the reference, whose clock follows the recording.
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { openFrame, splitFrames } from "../conformance/cbor/frame.ts";
import type { Item } from "../conformance/cbor/item.ts";
import { notate } from "../conformance/cbor/notation.ts";
import { createServer } from "./server.ts";

const RECORDINGS = new URL("../conformance/recordings/", import.meta.url);

type Call = { conn: number; at: number; send: string; reply: string };
type Answered = Call & { got: string };

describe.each(readdirSync(new URL("go-coordinate/", RECORDINGS)))("%s", (file) => {
  it("is answered as by the Go daemon, but for the order of maps and of listed units (K2)", async () => {
    for (const { at, send, reply, got } of await replay("go-coordinate", file)) {
      expect(canonical(got, at), described(send)).toBe(canonical(reply, at));
    }
  });

  it("is answered with an error exactly where the Python daemon answers with one", async () => {
    for (const { send, reply, got } of await replay("python-coordinate", file)) {
      expect(replyKey(got), described(send)).toBe(replyKey(reply));
    }
  });
});

async function replay(daemon: string, file: string): Promise<Answered[]> {
  const [, ...lines] = readFileSync(new URL(`${daemon}/${file}`, RECORDINGS), "utf8")
    .trim()
    .split("\n");
  let now = 0;
  const server = createServer({ clock: { now: () => now }, limits: { lingerMillis: 0 } });
  const { port, host } = await server.start({ port: 0 });
  const sockets = new Map<number, Socket>();
  const answered: Answered[] = [];
  for (const line of lines) {
    const call: Call = JSON.parse(line);
    now = call.at;
    const socket = sockets.get(call.conn) ?? connect(port, host);
    sockets.set(call.conn, socket);
    answered.push({ ...call, got: await exchange(socket, call.send) });
  }
  for (const socket of sockets.values()) socket.destroy();
  await server.close();
  expect(answered.length).toBeGreaterThan(0);
  return answered;
}

function exchange(socket: Socket, send: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const [frame] = splitFrames(received).frames;
      if (frame === undefined) return;
      socket.off("data", onData);
      socket.off("close", onClose);
      resolve(Buffer.from(frame).toString("hex"));
    };
    const onClose = () => reject(new Error(`closed on ${send}`));
    socket.on("data", onData);
    socket.once("close", onClose);
    socket.write(Buffer.from(send, "hex"));
  });
}

/** The reply in notation: maps and listed units sorted, times as offsets from the whole second of the request. */
function canonical(hex: string, at: number): string {
  const { message, inner } = opened(hex);
  return canonicalItem(message, inner, Math.floor(at));
}

function canonicalItem(item: Item, buffer: Uint8Array, second: number): string {
  const inside = (child: Item) => canonicalItem(child, buffer, second);
  if (item.kind === "tag") return `${item.tag}(${inside(item.content)})`;
  if (item.kind === "array") {
    const parts = item.items.map(inside);
    const areUnits = item.items.length > 0 && item.items.every((each) => isUnit(each));
    return `[${(areUnits ? parts.toSorted() : parts).join(", ")}]`;
  }
  if (item.kind !== "map") return notate(item, buffer);
  const entries = item.entries.map(({ key, value }) => {
    const name = notate(key, buffer);
    const isTime = (name === '"expiration"' || name === '"expires"') && value.kind === "int";
    return `${name}: ${isTime ? `second ${Number(value.value) - second}` : inside(value)}`;
  });
  return `{${entries.toSorted().join(", ")}}`;
}

/** Whether this is a unit as listed by get_work_units: a tuple of key and data. The tuples of get_work have three parts. */
function isUnit(item: Item): boolean {
  return item.kind === "tag" && item.content.kind === "array" && item.content.items.length === 2;
}

/** The second key of the reply, `'result'` or `'error'`; the Go daemon omits both if the result is null. */
function replyKey(hex: string): string {
  const { message, inner } = opened(hex);
  const keys = message.kind === "map" ? message.entries.map(({ key }) => notate(key, inner)) : [];
  return keys.includes("'error'") ? "'error'" : "'result'";
}

function opened(hex: string): { message: Item; inner: Uint8Array } {
  const { message, inner } = openFrame(Buffer.from(hex, "hex"));
  if (message === undefined || inner === undefined) throw new Error(`no message in ${hex}`);
  return { message, inner };
}

function described(send: string): string {
  const { message, inner } = opened(send);
  return notate(message, inner);
}
