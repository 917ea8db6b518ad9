// Bytes at which a daemon closes the connection: in place of a frame, its byte string, its message, or a head inside
// the message. Each is sent on its own connection; a work spec created before must still exist after all of them.
import { assemble } from "../../../cbor/assemble.ts";
import { frameOf } from "../../../cbor/frame.ts";
import { encodeHead, MAJOR, majorOfByte } from "../../../cbor/head.ts";
import type { RawCase } from "../definition.ts";
import { type Row, table } from "./table.ts";

type Bytes = readonly [name: string, hex: string];

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const two = (byte: number) => byte.toString(16).padStart(2, "0");
/** At least as many bytes as any of these heads announces, and a break, so that a daemon does not wait for more. */
const ENOUGH = `${"00".repeat(64)}ff`;
const framed = (message: string) => hex(frameOf(Buffer.from(message, "hex")));
/** Initial bytes of every major type: smallest and largest immediate arguments, every width, newlines and letters. */
const SOME = Array.from({ length: 256 }, (_, byte) => byte).filter(
  (byte) => [0, 1, 10, 13, 22, 23, 24, 25, 26, 27, 28, 31].includes(byte & 31) || byte === 0x47 || byte === 0x50,
);

/** A row that expects a close without reply for each of these. @param first number of the first connection */
function closing(name: string, bytes: readonly Bytes[], first: number): Row {
  return { name, lines: bytes.flatMap(([, sent], i) => [`${first + i}: h'${sent}'`, "= closed"]) };
}

/** A table of such rows on connections from 2 on, between calls that check that nothing was carried out. */
function closingTable(
  id: string,
  title: string,
  requires: readonly string[],
  groups: Readonly<Record<string, readonly Bytes[]>>,
): RawCase {
  let next = 2;
  const rows = Object.entries(groups).map(([name, bytes]) => {
    const row = closing(name, bytes, next);
    next += bytes.length;
    return row;
  });
  return table(
    id,
    title,
    [...requires, "FRAME-25", "FRAME-28", "FRAME-29"],
    [
      { name: "what must stay", lines: ["set_work_spec({'name': 's'})"] },
      ...rows,
      { name: "and stays", lines: ["get_work_spec('s')", "del_work_spec('s')"] },
    ],
  );
}

const MAJORS = [
  "unsigned integers",
  "negative integers",
  "byte strings",
  "text strings",
  "arrays",
  "maps",
  "tags",
  "floats and simple values",
];
const byMajor = (bytes: readonly number[], sent: (byte: number) => string) =>
  Object.fromEntries(
    MAJORS.map((name, major) => [
      name,
      bytes.filter((byte) => majorOfByte(byte) === major).map((byte): Bytes => [two(byte), sent(byte)]),
    ]).filter(([, rows]) => rows?.length !== 0),
  );

/** Initial bytes of tags with longer heads, and null and undefined, which count as a call with an empty method. */
const BEGINS_A_FRAME = new Set([0xd8, 0xd9, 0xda, 0xdb, 0xf6, 0xf7]);
/** Non-empty byte strings with an immediate length; longer heads announce 0 bytes here, which is not a message. */
const isString = (byte: number) => byte > 0x40 && byte < 0x58;
/** Empty arrays, which are valid batches without calls. */
const isEmptyBatch = (byte: number) => byte === 0x80 || (byte >= 0x98 && byte <= 0x9b);

/** `params` is last, so that a daemon that accepts the bytes in their place has a complete call to answer. */
const CLEAR = hex(assemble("{'id': 1, 'method': 'clear', 'params': []}"));
const BEFORE_PARAMETERS = CLEAR.slice(0, -2);

/** Number of the first PLACES that are outside of the message. */
const AROUND_MESSAGES = 3;

/** Positions of a head: each adds what precedes it, in a frame with a correct length. */
const PLACES: Readonly<Record<string, (head: string) => string>> = {
  "the frame": (head) => head,
  "the frame's string": (head) => `d818${head}`,
  "a chunk of the frame's string": (head) => `d8185f${head}`,
  "the message": (head) => framed(head),
  "a call of a batch": (head) => framed(`81${head}`),
  "the first key": (head) => framed(`a3${head}`),
  "the parameters": (head) => framed(BEFORE_PARAMETERS + head),
  "a parameter": (head) => framed(`${BEFORE_PARAMETERS}81${head}`),
  "within a list": (head) => framed(`${BEFORE_PARAMETERS}8181${head}`),
  "a key within": (head) => framed(`${BEFORE_PARAMETERS}81a1${head}`),
  "a value within": (head) => framed(`${BEFORE_PARAMETERS}81a16178${head}`),
  "within what has no length": (head) => framed(`${BEFORE_PARAMETERS}819f${head}`),
  "a key of what has no length": (head) => framed(`${BEFORE_PARAMETERS}81bf${head}`),
  "under a tag": (head) => framed(`${BEFORE_PARAMETERS}81d880${head}`),
  "a chunk of a string": (head) => framed(`${BEFORE_PARAMETERS}815f${head}`),
  "an entry that nobody looks at": (head) => framed(`a4${CLEAR.slice(2)}4178${head}`),
};

/** Initial bytes with reserved additional information (28 to 30), at least one of each major type. */
const RESERVED = [0x1c, 0x3d, 0x5c, 0x7e, 0x9c, 0xbd, 0xdc, 0xfe, 0x1e, 0x5d, 0xbe, 0xfc];
/** Indefinite length for major types that have none: integers and tags. */
const NO_LENGTH = [0x1f, 0x3f, 0xdf];

/** Each head in each place, followed by a break and padding. @param alone other bytes to follow it outside messages */
const heads = (bytes: readonly number[], ...alone: readonly string[]) =>
  Object.fromEntries(
    Object.entries(PLACES).map(([name, sent], place) => [
      name,
      bytes.flatMap((byte) =>
        [`ff${"00".repeat(40)}`, ...(place < AROUND_MESSAGES ? alone : [])].map(
          (more): Bytes => [two(byte), sent(two(byte) + more)],
        ),
      ),
    ]),
  );

const SHORT_OF = [0, 1, 5, 22, 23, 24, 31, 100, 255, 256, 300];
/** A string at the end of its message that is shorter than its head announces, by `missing` bytes. */
const cutString = (major: number, size: number, missing: number): Bytes => {
  const says = size + missing;
  const head = hex(encodeHead(major, says));
  return [`${size} of ${says}`, framed(`a4${CLEAR.slice(2)}4378${"7878"}${head}${"61".repeat(size)}`)];
};

/** Whether no more than a call must follow this byte: a one-byte item, a tag with immediate number, a reserved head. */
const isWhole = (byte: number) => {
  const info = byte & 31;
  return info === 0 || (info > 27 && info < 31) || (info < 24 && [0, 1, 6, 7].includes(majorOfByte(byte)));
};

/** A complete call, so that only the bytes before it can make the daemon close the connection. */
const BEHIND = framed(CLEAR);
/** The same without the two bytes of its tag. */
const REST = BEHIND.slice(4);
/** The head that says 24, with an argument of one byte, two, four and eight. */
const saying24 = (major: number) => [0, 1, 2, 3].map((indicator) => hex(encodeHead(major, 24, indicator)));
/** Heads without a valid length, in place of an item in an otherwise correct message. */
const ALONE = [
  0x1c, 0x1d, 0x1e, 0x1f, 0x3c, 0x3f, 0x5c, 0x7d, 0x9e, 0xbc, 0xdc, 0xdd, 0xde, 0xdf, 0xfc, 0xfd, 0xfe, 0xff,
];
const ODD_ITEMS = ALONE.flatMap((byte) => [two(byte), `${two(byte)}00`, `${two(byte)}40`]);
/** Positions of the invalid item in the message. */
const IN_A_MESSAGE: Readonly<Record<string, (item: string) => string>> = {
  "a parameter": (item) => `${BEFORE_PARAMETERS}81${item}`,
  "the second of two": (item) => `${BEFORE_PARAMETERS}8200${item}`,
  "the first of two": (item) => `${BEFORE_PARAMETERS}82${item}00`,
  "under a tuple's tag": (item) => `${BEFORE_PARAMETERS}81d880${item}`,
  "a value": (item) => `${BEFORE_PARAMETERS}81a14178${item}`,
  "an entry that nobody looks at": (item) => `a4${CLEAR.slice(2)}4178${item}`,
  "a call of a batch": (item) => `82${CLEAR}${item}`,
};

export const closingBytes: readonly RawCase[] = [
  closingTable(
    "tables/a-byte-before-a-call",
    "every byte that begins no frame, with a whole call behind it, which is not carried out",
    ["FRAME-37", "FRAME-27", "FRAME-31", "FRAME-32", "FRAME-33"],
    byMajor(
      Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => isWhole(byte) && !BEGINS_A_FRAME.has(byte)),
      (byte) => two(byte) + BEHIND,
    ),
  ),
  closingTable(
    "tables/odd-heads-in-a-right-message",
    "heads that are reserved or of no length, in messages that are right but for them",
    ["FRAME-41", "FRAME-42", "FRAME-51"],
    Object.fromEntries(
      Object.entries(IN_A_MESSAGE).map(([name, message]) => [
        name,
        ODD_ITEMS.map((item): Bytes => [item, framed(message(item))]),
      ]),
    ),
  ),
  closingTable(
    "tables/every-first-byte",
    "every byte in place of a frame that none begins with, with bytes behind it",
    ["FRAME-37", "FRAME-31", "FRAME-32", "FRAME-33"],
    byMajor(
      SOME.filter((byte) => !BEGINS_A_FRAME.has(byte)),
      (byte) => two(byte) + ENOUGH,
    ),
  ),
  closingTable(
    "tables/heads-that-say-24",
    "heads of every type but a tag that say 24 as a frame's does, in every width, with the rest of a call behind them",
    ["FRAME-37"],
    Object.fromEntries(
      MAJORS.flatMap((name, major): [string, Bytes[]][] =>
        major === MAJOR.tag ? [] : [[name, saying24(major).map((head): Bytes => [head, head + REST + ENOUGH])]],
      ),
    ),
  ),
  closingTable(
    "tables/every-byte-in-the-tag",
    "every byte behind a frame's tag that is no byte string with something in it",
    ["FRAME-34", "FRAME-35", "FRAME-36", "FRAME-38"],
    byMajor(
      SOME.filter((byte) => !isString(byte) && byte !== 0x5f),
      (byte) => `d818${two(byte)}${ENOUGH}`,
    ),
  ),
  closingTable(
    "tables/every-byte-of-a-message",
    "every byte that a message may begin with and no call or batch does, with bytes behind it",
    ["FRAME-40", "FRAME-41", "FRAME-42", "MSG-6", "MSG-41"],
    byMajor(
      SOME.filter((byte) => !isEmptyBatch(byte)),
      (byte) => framed(two(byte) + ENOUGH),
    ),
  ),
  closingTable(
    "tables/tags-around-a-call",
    "a call, a batch and null under any tag within their frame, and null without one",
    ["FRAME-40", "MSG-41", "FRAME-36"],
    {
      "a call": ["c0", "c1", "c2", "c3", "d0", "d7", "d818", "d825", "d880", "d9d9f7"].map(
        (tag): Bytes => [tag, framed(tag + CLEAR)],
      ),
      "a batch": ["c0", "d818", "d880", "d9d9f7"].map((tag): Bytes => [tag, framed(`${tag}81${CLEAR}`)]),
      "an empty batch": ["c0", "d818", "d880", "d9d9f7"].map((tag): Bytes => [tag, framed(`${tag}80`)]),
      "a call of a batch": ["c0", "d818", "d880", "d9d9f7"].map(
        (tag): Bytes => [tag, framed(`82${CLEAR}${tag}${CLEAR}`)],
      ),
      "a batch of a batch": ["c0", "d880"].map((tag): Bytes => [tag, framed(`82${CLEAR}${tag}81${CLEAR}`)]),
      "null and its like": ["f6", "f7", "d880f6", "f4", "f5", "f820", "f97e00"].map(
        (item): Bytes => [item, framed(item)],
      ),
      "the same in a batch": ["f6", "f7", "d880f6", "f4", "00", "40", "60"].map(
        (item): Bytes => [item, framed(`82${CLEAR}${item}`)],
      ),
      "a string without anything": ["40", "5f40ff", "5f4040ff", "5fff", "5f5800ff"].map(
        (item): Bytes => [item, `d818${item}`],
      ),
    },
  ),
  closingTable(
    "tables/reserved-heads-everywhere",
    "reserved heads in every place, the last bytes there are, and with many or few behind them",
    ["FRAME-41"],
    heads(RESERVED, "", "00"),
  ),
  closingTable(
    "tables/heads-without-a-length-everywhere",
    "numbers and tags that say to be of indefinite length, in every place",
    ["FRAME-51"],
    heads(NO_LENGTH),
  ),
  closingTable(
    "tables/strings-cut-by-the-end",
    "strings that end with their message before they are complete, short and long, by one byte and more",
    ["FRAME-39", "FRAME-45"],
    Object.fromEntries(
      [2, 3].map((major) => [
        MAJORS[major] ?? "",
        SHORT_OF.flatMap((size) => [1, 2, 9].map((missing) => cutString(major, size, missing))),
      ]),
    ),
  ),
  closingTable(
    "tables/lengths-beyond-all-bounds",
    "lengths of 2^63 bytes and more, of a frame's string and of its chunks",
    ["FRAME-50"],
    Object.fromEntries(
      Object.entries({
        "the frame's string": "d818",
        "the first chunk": "d8185f",
        "a chunk behind another": "d8185f4161",
        "a chunk behind nothing": "d8185f40",
      }).map(([name, before]) => [
        name,
        ["8000000000000000", "8000000000000018", "ffffffffffffffff"].map(
          (length): Bytes => [length, `${before}5b${length}`],
        ),
      ]),
    ),
  ),
  closingTable(
    "tables/small-simple-values",
    "every simple value below 32 in two bytes, as a value and as a key",
    ["FRAME-46"],
    Object.fromEntries(
      ["a parameter", "a value within", "a key within"].map((name) => [
        name,
        Array.from({ length: 32 }, (_, value): Bytes => {
          const item = `f8${two(value)}`;
          return [item, PLACES[name]?.(item + ENOUGH) ?? ""];
        }),
      ]),
    ),
  ),
];
