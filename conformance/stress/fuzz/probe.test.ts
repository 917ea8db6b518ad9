import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Address } from "../../client/address.ts";
import { listen } from "../../client/testing/listen.ts";
import { probe } from "./probe.ts";

/** A daemon that does this on each connection, whatever is sent on it. */
async function daemonThat(talks: (socket: Socket) => void): Promise<Address> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.resume();
    talks(socket);
  });
  onTestFinished(() => {
    server.close();
  });
  return await listen(server);
}

describe("probe() ends although the daemon keeps sending", () => {
  it("one byte of a reply at a time: it waits", async () => {
    const address = await daemonThat((socket) => {
      const timer = setInterval(() => socket.write("\x81"), 10);
      socket.on("close", () => clearInterval(timer));
    });
    expect((await probe(address, Buffer.alloc(2), 200)).state).toBe("waits");
  });

  it.each([
    ["replies to another call", Buffer.alloc(65_536, "d81844a1426964f6", "hex")],
    ["bytes that are no frame", Buffer.alloc(65_536, "_")],
  ])("%s without end: it floods", async (_, chunk) => {
    const address = await daemonThat((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on("drain", more);
      more();
    });
    expect((await probe(address, Buffer.alloc(2), 60_000)).state).toBe("floods");
  });
});
