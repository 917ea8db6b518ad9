// Frames whose byte string is in chunks of every length, and frames whose head is sent alone.
import { assemble } from "../../../cbor/assemble.ts";
import { encodeFrameHead } from "../../../cbor/frame-head.ts";
import { encodeHead, MAJOR } from "../../../cbor/head.ts";
import type { RawCase } from "../definition.ts";

const hexOf = (text: string) => Buffer.from(assemble(text)).toString("hex");

/** A `clear` request in a chunked frame; it begins with an ignored entry whose `size` bytes are a separate chunk. */
function inChunks(size: number): string {
  const head = hexOf(`'${"p".repeat(size)}'`).slice(0, -2 * size);
  const behind = hexOf("{'params': [], 'id': 1, 'method': 'clear'}").slice(2);
  return `24((_ h'a443706164${head}', «${size} * h'70'», h'', h'${behind}'))`;
}

const CLEAR = hexOf("{'params': [], 'id': 1, 'method': 'clear'}");
/** Where the length of a chunk is, by the indicator of its head. */
const HEADS: Readonly<Record<string, number | undefined>> = {
  "the byte of the head": undefined,
  "one byte": 0,
  "two bytes": 1,
  "four bytes": 2,
  "eight bytes": 3,
};
const chunkOf = (bytes: string, indicator: number | undefined) =>
  encodeHead(MAJOR.bytes, bytes.length / 2, indicator).toString("hex") + bytes;
const [FIRST, SECOND] = [CLEAR.slice(0, 40), CLEAR.slice(40)];

/** A `clear` request in two chunks, with none of nothing, or one before, between or behind them. */
const PLACES: Readonly<Record<string, (chunk: (bytes: string) => string) => string>> = {
  "two chunks": (chunk) => chunk(FIRST) + chunk(SECOND),
  "nothing before them": (chunk) => chunk("") + chunk(FIRST) + chunk(SECOND),
  "nothing twice before them": (chunk) => chunk("") + chunk("") + chunk(FIRST) + chunk(SECOND),
  "nothing between them": (chunk) => chunk(FIRST) + chunk("") + chunk(SECOND),
  "nothing behind them": (chunk) => chunk(FIRST) + chunk(SECOND) + chunk(""),
};

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
    id: "tables/heads-of-chunks",
    title: "frames in chunks whose lengths are in heads of every width, with chunks of nothing in every place",
    requires: ["FRAME-10", "FRAME-11", "FRAME-9"],
    lines: [
      "set_work_spec({'name': 's'})",
      "= ?",
      ...Object.entries(HEADS).flatMap(([width, indicator]) =>
        Object.entries(PLACES).flatMap(([place, chunks]) => [
          `# a length in ${width}, ${place}`,
          `h'd8185f${chunks((bytes) => chunkOf(bytes, indicator))}ff'`,
          "= ?",
        ]),
      ),
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
  {
    id: "tables/large-frames-in-chunks",
    title: "frames of many MiB in chunks, each followed by a small one",
    requires: ["LIMIT-1", "FRAME-10"],
    lines: [2, 10].flatMap((size) => [
      `# ${size} MiB in a chunk`,
      inChunks(size << 20),
      "= ?",
      "list_work_specs({})",
      "= ?",
    ]),
  },
];
