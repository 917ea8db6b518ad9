// Heads whose halves, signs or kinds a reader may lose: of frames and within messages. Each on a connection of its own.
import { encodeHead } from "../../../cbor/assemble.ts";
import { hex, type RawCase } from "../definition.ts";

const CLEAR = hex("a3 46706172616d73 80 426964 01 466d6574686f64 45636c656172");
const PADDING = Buffer.alloc(24);

/** A call of `clear` with this parameter. */
function withParameter(...digits: readonly string[]): Buffer {
  const parts = ["a3 426964 01 466d6574686f64 45636c656172 46706172616d73 81", ...digits].map(hex);
  const inner = Buffer.concat(parts);
  return Buffer.concat([hex("d818"), encodeHead(2, BigInt(inner.length)), inner]);
}

const framed = (head: string) => Buffer.concat([hex(head), CLEAR, PADDING]);
const line = (bytes: Uint8Array) => `h'${Buffer.from(bytes).toString("hex")}'`;

/** Each closes its connection, and the work spec stays that `clear` would delete. */
function allClose(
  id: string,
  title: string,
  requires: readonly string[],
  bad: readonly Uint8Array[],
  end = false,
): RawCase {
  return {
    id: `wire/${id}`,
    title,
    requires: [...requires, "FRAME-28", "FRAME-29"],
    lines: [
      "set_work_spec({'name': 's'})",
      ...bad.flatMap((bytes, i) => [`${i + 2}: ${line(bytes)}`, ...(end ? ["& end"] : []), "= closed"]),
      "get_work_spec('s')",
    ],
  };
}

/** A reserved head with as many bytes behind it as a careless reader may take for its argument. */
const reserved = Array.from({ length: 8 }, (_, major) => [28, 29, 30].map((info) => (major << 5) | info))
  .flat()
  .map((head) => head.toString(16).padStart(2, "0"));

export const heads: readonly RawCase[] = [
  allClose(
    "tags-whose-low-half-is-24",
    "tags of 2, 4 and 8 bytes of which only the lower part is 24, around a call",
    ["FRAME-33"],
    ["d90118", "da00010018", "da01000018", "da80000018", "db0000000100000018", "db8000000000000018"].map((tag) =>
      framed(`${tag} 581a`),
    ),
  ),
  allClose(
    "lengths-from-2-to-63",
    "lengths of 2^63 and more, some of which are small in the lower half or as a signed number, with a call behind them",
    ["FRAME-50"],
    ["8000000000000000", "800000000000001a", "800000010000001a", "ffffffffffffffff", "ffffffffffffffe6"].map((length) =>
      framed(`d818 5b${length}`),
    ),
  ),
  allClose(
    "lengths-beyond-what-comes",
    "lengths of 31, 32 and more bits of which the lower part is that of the call behind them, and then the end",
    ["FRAME-22", "FRAME-48"],
    ["5a0001001a", "5a0100001a", "5a8000001a", "5affffffff", "5b000000010000001a", "5b000001000000001a"].map((head) =>
      framed(`d818 ${head}`),
    ),
    true,
  ),
  allClose(
    "chunks-beyond-what-comes",
    "a chunk of a frame's string whose length is small in its lower half, of 32 bits and of more",
    ["FRAME-48", "FRAME-10"],
    ["5a8000001a", "5b000000010000001a"].map((head) => chunked(head)),
    true,
  ),
  allClose(
    "reserved-heads-of-every-kind",
    "heads with the reserved additional information 28 to 30 of every major type, with bytes behind them",
    ["FRAME-41"],
    reserved.map((head) => withParameter(head, "00".repeat(40))),
  ),
  allClose(
    "reserved-heads-around-a-message",
    "reserved heads in place of the tag, of the string's head and of a chunk's, with a call behind them",
    ["FRAME-41"],
    [
      ...["dc", "dd", "de"].map((tag) => framed(`${tag} 581a`)),
      ...["5c", "5d", "5e"].flatMap((head) => [framed(`d818 ${head}`), chunked(head), chunked("5f", head)]),
    ],
  ),
  allClose(
    "chunks-of-no-length",
    "chunks that are of indefinite length themselves, ended once, twice or not at all",
    ["FRAME-43"],
    ["5f5fff", "5f5f4161ff", "7f7f6161ff", "5f7f6161ff", "7f7fff", "5f41615fff", "5f41615fffff", "5f5f5fff"].map(
      (digits) => withParameter(digits),
    ),
  ),
  allClose(
    "odd-maps-of-no-length",
    "maps of indefinite length that end behind a key, alone, within others and behind entries",
    ["FRAME-42"],
    ["bf01ff", "bf4161ff", "bf416101 4162ff", "81bf4161ff", "a14161bf4162ff", "bf4161bf4162ffff", "bf bf80ff ff"].map(
      (digits) => withParameter(digits),
    ),
  ),
  allClose(
    "counts-beyond-32-bits",
    "counts of 2^32 and more whose lower half is as many as there are, of strings, arrays and maps, within a string too",
    ["FRAME-45"],
    [
      "5b0000000100000001 61",
      "7b0000000100000001 61",
      "9b0000000100000001 01",
      "bb0000000100000001 0101",
      "5f 5b0000000100000001 61 ff",
      "bb8000000000000001 0101",
      "9b8000000000000001 01",
    ].map((digits) => withParameter(digits)),
  ),
  {
    id: "wire/containers-that-end-together",
    title: "maps and arrays of indefinite length whose last items are containers that end with them",
    requires: ["FRAME-13", "VAL-22"],
    lines: [
      "set_work_spec({'name': 's'})",
      ...[
        "{_ 'a': {_ 'b': {_ 'c': [_ ]}}}",
        "{_ 'a': [_ {_ 'b': [1]}]}",
        "{_ 'a': 128([_ {_ 'b': 128([_ 1])}])}",
        "{'a': {_ 'b': {'c': {_ 'd': {}}}}}",
        "{_ 'k0': 0, 'k1': 1, 'k2': 2, 'k3': 3, 'k4': 4, 'k5': 5, 'k6': 6, 'k7': 7, 'k8': {_ 'x': {_ }}}",
        "{_ 'a': {_ 'k0': 0, 'k1': 1, 'k2': 2, 'k3': 3, 'k4': 4, 'k5': 5, 'k6': 6, 'k7': 7, 'k8': [_ ]}}",
        "{_ 'a': (_ 'b', 'c'), (_ 'a'): (_ 'd')}",
        "{_ (_ h'ff', h'fe'): 1, (_ 'a', h'ff'): {_ (_ 'b'): (_ \"c\")}}",
      ].flatMap((data) => [`add_work_units('s', [['u', ${data}]])`, "get_work_units('s', {})"]),
    ],
  },
];

/** A frame whose string is of indefinite length, with its message under these heads. */
function chunked(...chunkHeads: readonly string[]): Buffer {
  return Buffer.concat([hex("d818 5f"), ...chunkHeads.map(hex), CLEAR, hex("ff"), PADDING]);
}
