import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../client/testing/listen.ts";
import { Connection } from "./connection.ts";
import { Request } from "./request.ts";
import { replyFrame } from "./testing/calls.ts";

describe("Connection", () => {
  const servers: Server[] = [];
  const connections: Connection[] = [];
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
    for (const server of servers.splice(0)) server.close();
  });

  /** The first event of a connection to a server that sends these bytes to every client, without a call. */
  async function told(greeting: Buffer): Promise<string> {
    const server = createServer((socket) => socket.end(greeting));
    servers.push(server);
    const connection = await Connection.open(await listen(server));
    connections.push(connection);
    return new Promise((resolve) => {
      connection.use({ reply: () => resolve("a reply"), fail: ({ message }) => resolve(message) });
    });
  }

  it("takes a reply that nobody asked for as a failure", async () => {
    expect(await told(replyFrame(70_000, 1))).toMatch(/^not one reply but d81851a2/);
  });

  it("does not wait for a reply that is longer than any of a working daemon", async () => {
    const server = createServer((socket) => void socket.write(Buffer.from("d8185b0000000100000000", "hex")));
    servers.push(server);
    const connection = await Connection.open(await listen(server));
    connections.push(connection);
    const failure = new Promise((resolve) => {
      connection.use({ reply: () => resolve("a reply"), fail: ({ message }) => resolve(message) });
      connection.call(new Request("now", () => []));
    });
    expect(await failure).toBe("not one reply but d8185b0000000100000000");
  });

  it("keeps a failure for the user to come", async () => {
    expect(await told(Buffer.alloc(0))).toBe("the daemon closed the connection");
  });

  it("names the address when nothing listens there", async () => {
    await expect(Connection.open({ host: "127.0.0.1", port: 1 })).rejects.toThrow("ECONNREFUSED 127.0.0.1:1");
  });
});
