// A connection that replaces some requests by others before the server gets them.
import { type Duplex, duplexPair } from "node:stream";
import { splitFrames } from "../../cbor/frame.ts";
import type { Golden } from "../../golden/format.ts";

export type Request = (frame: Uint8Array) => Uint8Array | undefined;

/** The whole requests of a case. */
export function requestsOf(golden: Golden): readonly Uint8Array[] {
  return golden.steps.flatMap((step) =>
    step.kind === "exchange" ? splitFrames(Buffer.concat(step.sends)).frames.slice(0, MANY) : [],
  );
}

/** One of many like calls in a step shows what all show. */
export const MANY = 3;

/** Dials through a rewriter of requests; replies pass as they are. */
export function rewiring(connect: () => Promise<Duplex>, request: Request): () => Promise<Duplex> {
  return async () => {
    const server = await connect();
    const [client, inside] = duplexPair();
    let rest: Uint8Array = new Uint8Array();
    inside.on("data", (chunk: Uint8Array) => {
      const split = splitFrames(Buffer.concat([rest, chunk]));
      for (const frame of split.frames) server.write(request(frame) ?? frame);
      rest = split.malformed ? new Uint8Array() : split.rest;
      if (split.malformed) server.write(split.rest);
    });
    inside.on("end", () => server.end(rest));
    server.on("data", (chunk: Uint8Array) => inside.write(chunk));
    server.on("end", () => inside.end());
    const close = () => {
      inside.destroy();
      server.destroy();
    };
    client.on("close", close);
    server.on("error", close);
    return client;
  };
}
