// The options of `decode`, from which parsing, --help and completion are made.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const decodeTable = table({
  name: "decode",
  summary: "annotate the bytes of frames",
  usage: ["HEX|FILE|-"],
  about: [
    "Prints every CBOR head of every frame: its bytes, its meaning, and the clause of the protocol that specifies it; then each frame in diagnostic notation. Hex may contain spaces; a file or the standard input (-) may contain hex or raw bytes.",
  ],
  groups: {
    Arguments: { bytes: { words: "BYTES", is: text, about: "hex digits, a file, or - for the standard input" } },
  },
  exits: { 0: "all of it is complete frames", 1: "some of it is not a frame" },
  examples: [
    "decode d81851a24269640146726573756c741a6553f100",
    "tail -c 200 traffic.bin | coordinate-conformance decode -",
  ],
});
