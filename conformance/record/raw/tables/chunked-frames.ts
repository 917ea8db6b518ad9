// Frames whose byte string is in chunks of every length, and frames whose head is sent alone.
import { assemble } from "../../../cbor/assemble.ts";
import { encodeFrameHead } from "../../../cbor/frame-head.ts";
import type { RawCase } from "../definition.ts";

const hexOf = (text: string) => Buffer.from(assemble(text)).toString("hex");

/** A `clear` request in a chunked frame; it begins with an ignored entry whose `size` bytes are a separate chunk. */
function inChunks(size: number): string {
  const head = hexOf(`'${"p".repeat(size)}'`).slice(0, -2 * size);
  const behind = hexOf("{'params': [], 'id': 1, 'method': 'clear'}").slice(2);
  return `24((_ h'a443706164${head}', «${size} * h'70'», h'', h'${behind}'))`;
}

/** A `clear` message with an ignored entry `pad`, in notation. */
const padded = (pad: string) => `{'params': [], 'id': 1, 'pad': ${pad}, 'method': 'clear'}`;

/** The head of the frame of such a message with a pad of `size` bytes: tag 24 and the length of the byte string. */
function headOf(size: number): string {
  const length = assemble(padded("''")).length - 1 + hexOf(`'${"p".repeat(size)}'`).length / 2;
  return encodeFrameHead(length).toString("hex");
}

export const chunkedFrames: readonly RawCase[] = [
  {
    id: "tables/chunks-of-frames",
    title: "frames in chunks of the lengths at which heads grow, with chunks of nothing between them",
    requires: ["FRAME-10", "FRAME-11", "FRAME-9"],
    lines: [
      "list_work_specs({})",
      "= ?",
      ...[1, 23, 24, 25, 255, 256, 257, 65535, 65536, 65537, 70000, 131072].flatMap((size) => [
        `# a chunk of ${size} bytes`,
        inChunks(size),
        "= ?",
      ]),
    ],
  },
  {
    id: "tables/heads-that-come-alone",
    title: "the head of a frame waits for the message, however long that will be",
    requires: ["FRAME-21", "FRAME-22", "FRAME-15"],
    lines: [60, 300, 70_000, 1_000_100, 2_000_000].flatMap((size, i) => [
      `# ${size} bytes and what stands around them`,
      `${i + 2}: h'${headOf(size)}'`,
      "= nothing",
      "list_work_specs({})",
      "= ?",
      `${i + 2}: ${padded(`«${size} * 'p'»`)}`,
      "= ?",
    ]),
  },
];
