// Fake daemons for tests: in the same process behind a pair of streams, on a port, or as source text for a child
// process.
import { createServer, type Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import { splitFrames } from "../../cbor/frame.ts";
import type { Address } from "../address.ts";
import { listen } from "./listen.ts";

/** The fake's reply to a request: frames to send, `close` to close the connection, or an empty list for no reply. */
export type Answer = (request: Uint8Array, connection: number) => readonly Uint8Array[] | "close";

/** A function that opens a new connection to a fake daemon with each call. */
export function fakeDaemon(answer: Answer): () => Promise<Duplex> {
  let connections = 0;
  return () => {
    const [client, server] = duplexPair();
    serve(server, ++connections, answer);
    return Promise.resolve(client);
  };
}

/** A fake daemon on a port of 127.0.0.1, for a client that dials by itself. */
export async function listeningFake(answer: Answer): Promise<{ address: Address; stop: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    serve(socket, sockets.size, answer);
  });
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { address: await listen(server), stop };
}

function serve(stream: Duplex, connection: number, answer: Answer): void {
  let rest: Uint8Array = new Uint8Array();
  stream.on("data", (chunk: Uint8Array) => {
    const split = splitFrames(Buffer.concat([rest, chunk]));
    rest = split.rest;
    for (const request of split.frames) {
      const answers = answer(request, connection);
      if (answers === "close") stream.end();
      else for (const each of answers) stream.write(each);
    }
  });
  stream.on("end", () => stream.end());
}

/** A command line that starts a daemon which executes the source text `onData` for each chunk received on `socket`. */
export function fakeCommand(onData: string): string[] {
  const source = `require("net").createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => { ${onData} });
  }).listen(Number(process.argv[1]), "127.0.0.1");`;
  return [process.execPath, "-e", source, "{port}"];
}
