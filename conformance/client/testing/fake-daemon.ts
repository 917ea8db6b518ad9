// Daemons for tests: one in this process behind a pair of streams, and the source of one that runs as a process.
import { type Duplex, duplexPair } from "node:stream";
import { splitFrames } from "../../cbor/frame.ts";

/** What a fake does with one request: frames to send back, `close` to hang up, nothing to keep silent. */
export type Answer = (request: Uint8Array, connection: number) => readonly Uint8Array[] | "close";

/** A function that dials a fake daemon; every call is a new connection. */
export function fakeDaemon(answer: Answer): () => Promise<Duplex> {
  let connections = 0;
  return () => {
    const [client, server] = duplexPair();
    const connection = ++connections;
    let rest: Uint8Array = new Uint8Array();
    server.on("data", (chunk: Uint8Array) => {
      const split = splitFrames(Buffer.concat([rest, chunk]));
      rest = split.rest;
      for (const request of split.frames) {
        const answers = answer(request, connection);
        if (answers === "close") server.end();
        else for (const each of answers) server.write(each);
      }
    });
    server.on("end", () => server.end());
    return Promise.resolve(client);
  };
}

/** A command line of a daemon that does `onData` with each chunk on `socket`, or fails in its own way. */
export function fakeCommand(onData: string): string[] {
  const source = `require("net").createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => { ${onData} });
  }).listen(Number(process.argv[1]), "127.0.0.1");`;
  return [process.execPath, "-e", source, "{port}"];
}
