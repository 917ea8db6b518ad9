// Splits a byte stream in chunks of any size into complete frames.
import { splitFrames } from "../cbor/frame.ts";

/** @returns a function that takes a chunk and returns the frames that it completes; malformed bytes yield none */
export function createSplitter(): (chunk: Uint8Array) => Uint8Array[] {
  let rest: Uint8Array = new Uint8Array();
  return (chunk) => {
    const split = splitFrames(Buffer.concat([rest, chunk]));
    rest = split.rest;
    return split.frames;
  };
}
