import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ShimEvent } from "./events.ts";
import { listenForEvents } from "./listener.ts";

async function listening(fresh: () => Promise<string> = () => Promise.reject(new Error("not asked for"))) {
  const events: ShimEvent[] = [];
  const listener = await listenForEvents((event) => void events.push(event), fresh);
  onTestFinished(() => listener.close());
  const dial = async (): Promise<Socket> => {
    const socket = connect(Number(listener.place.split(":").at(-1)), "127.0.0.1");
    socket.on("error", () => undefined);
    await once(socket, "connect");
    return socket;
  };
  return { listener, events, dial };
}

describe("listenForEvents()", () => {
  it("hands on every event that was sent before the end", async () => {
    const { listener, events, dial } = await listening();
    const socket = await dial();
    socket.write('{"event": "start", "test": "a"}\n{"event": "start", ');
    socket.end('"test": "b"}\n');
    await once(socket, "close");
    await listener.finish();
    expect(events).toEqual([
      { event: "start", test: "a" },
      { event: "start", test: "b" },
    ]);
  });

  it("answers a request for a fresh daemon with its address", async () => {
    const { events, dial } = await listening(() => Promise.resolve("127.0.0.1:1234"));
    const socket = await dial();
    const [line] = await Promise.all([
      once(createInterface({ input: socket }), "line"),
      socket.write('{"event": "fresh"}\n'),
    ]);
    expect(line).toEqual(['{"address":"127.0.0.1:1234"}']);
    expect(events).toEqual([]);
  });

  it("cuts the sender off when there is no fresh daemon, and tells why", async () => {
    const { listener, dial } = await listening(() => Promise.reject(new Error("no more")));
    const socket = await dial();
    socket.write('{"event": "fresh"}\n');
    await once(socket.resume(), "close");
    await expect(listener.finish()).rejects.toThrow("no more");
  });

  it("cuts off a sender of something else", async () => {
    const { listener, dial } = await listening();
    const socket = await dial();
    socket.write("hello\n");
    await once(socket.resume(), "close");
    await expect(listener.finish()).rejects.toThrow("no JSON in 'hello'");
  });

  it("finishes when nobody ever connected", async () => {
    const { listener, events } = await listening();
    await listener.finish();
    expect(events).toEqual([]);
  });
});
