import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, it } from "vitest";
import { requestFrame, splitFrames } from "../cbor/frame.ts";
import { listen } from "../client/testing/listen.ts";
import { dial } from "../client/wire.ts";
import { replyFrame } from "../record/testing/session.ts";
import { exchangesByPort } from "./exchange.ts";
import { startProxy } from "./proxy.ts";

it("passes bytes on and keeps the exchanges of each client's port", async () => {
  const daemon = createServer((socket) => {
    socket.on("data", (chunk: Uint8Array) => {
      for (const frame of splitFrames(chunk).frames) socket.write(replyFrame(frame.length, "null"));
    });
  });
  const address = await listen(daemon);
  const exchanges = exchangesByPort();
  const connect = () => dial(address);
  const proxy = await startProxy({ connect, now: () => 1000, watch: exchanges.watch });
  try {
    const [first, second] = await Promise.all(["clear", "worker_stats"].map((method) => call(proxy.address, method)));
    expect(first?.reply).toEqual(replyFrame(requestFrame(1, "clear", "").length, "null"));
    const kept = [first, second].map((each) => exchanges.take(each?.port ?? 0));
    expect(kept.map((each) => Buffer.from(each?.send ?? []))).toEqual([
      requestFrame(1, "clear", ""),
      requestFrame(1, "worker_stats", ""),
    ]);
    expect(Buffer.from(kept[1]?.reply ?? [])).toEqual(second?.reply);
    expect(exchanges.take(first?.port ?? 0)).toBeUndefined();
    expect(exchanges.take(1)).toBeUndefined();
  } finally {
    proxy.close();
    daemon.close();
  }
});

async function call(address: string, method: string): Promise<{ port: number; reply: Buffer }> {
  const [host = "", port = ""] = address.split(":");
  const socket = connect(Number(port), host);
  await once(socket, "connect");
  const reply = once(socket, "data");
  socket.write(requestFrame(1, method, ""));
  const [bytes] = await reply;
  const from = socket.localPort ?? 0;
  socket.destroy();
  return { port: from, reply: bytes };
}
