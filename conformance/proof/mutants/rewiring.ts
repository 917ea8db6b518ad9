// A connection that replaces some requests before they reach the server.
import { type Duplex, duplexPair } from "node:stream";
import { splitFrames } from "../../cbor/frame.ts";
import type { Golden } from "../../golden/format.ts";

export type Request = (frame: Uint8Array) => Uint8Array | undefined;

/** The request frames of a case, at most MANY per step. */
export function requestsOf(golden: Golden): readonly Uint8Array[] {
  return golden.steps.flatMap((step) =>
    step.kind === "exchange" ? splitFrames(Buffer.concat(step.sends)).frames.slice(0, MANY) : [],
  );
}

/** Maximum number of calls considered per step; further similar calls in a step show nothing new. */
export const MANY = 3;

/** Wraps `connect` so that each frame sent is replaced by the result of `request`, if any; replies pass unchanged. */
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
