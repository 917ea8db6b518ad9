// What `decode` takes.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const decodeTable = table({
  name: "decode",
  summary: "bytes as frames taken apart",
  usage: ["HEX|FILE|-"],
  about: [
    "Every head of every frame with its bytes, what it means, and the clause of the protocol that it is about; then each frame in notation. Hex may have spaces; a file, and - for the standard input, may hold hex or the bytes themselves.",
  ],
  groups: {
    Arguments: { bytes: { words: "BYTES", is: text, about: "hex digits, a file, or - for the standard input" } },
  },
  exits: { 0: "whole frames", 1: "something in it is no frame" },
  examples: [
    "decode d81851a24269640146726573756c741a6553f100",
    "tail -c 200 traffic.bin | coordinate-conformance decode -",
  ],
});
