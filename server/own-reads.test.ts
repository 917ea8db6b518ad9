import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { connect, createServer, Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ownReads } from "./own-reads.ts";

describe("ownReads()", () => {
  it("reads what each of two clients sends into one buffer, which is valid until the listener returns", async () => {
    const withOwnReads = ownReads();
    const seen: Buffer[] = [];
    const copies: string[] = [];
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (accepted) => {
      const socket = withOwnReads(accepted);
      socket.on("data", (chunk: Buffer) => {
        seen.push(chunk);
        copies.push(chunk.toString());
        socket.write(chunk.toString().toUpperCase());
      });
      socket.on("end", () => socket.end());
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    for (const text of ["one", "two"]) {
      const client = connect(address.port, "127.0.0.1");
      client.write(text);
      const [reply]: Buffer[] = await once(client, "data");
      expect(String(reply)).toBe(text.toUpperCase());
      client.end();
      await once(client, "close");
    }
    expect(copies).toEqual(["one", "two"]);
    expect(seen.map(String)).toEqual(["two", "two"]);
    // The server has removed both connections, so it can end.
    server.close();
    await once(server, "close");
  });

  it("hands back a socket without a handle to take", () => {
    const socket = new Socket();
    expect(ownReads()(socket)).toBe(socket);
  });
});
