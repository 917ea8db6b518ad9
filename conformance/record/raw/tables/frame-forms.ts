// Frames of every form, consecutively in one segment, and split between any two bytes.
import { assemble } from "../../../cbor/assemble.ts";
import { encodeHead, MAJOR } from "../../../cbor/head.ts";
import type { RawCase } from "../definition.ts";
import { type Row, table } from "./table.ts";

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const MESSAGE = assemble("{'params': ['no such spec'], 'id': 7, 'method': 'count_work_units'}");
const TEXT = assemble('{"method": "now", "params": [1], "id": 8}');
const BATCH = assemble("[{'params': [], 'id': 9, 'method': 'nosuch'}, []]");

/** @param indicator the width of the length, see encodeHead() */
const sized = (head: string, message: Uint8Array, indicator = 0) =>
  head + hexOf(encodeHead(MAJOR.bytes, message.length, indicator)) + hexOf(message);
/** A frame of indefinite length in chunks of `size` bytes. */
function chunked(message: Uint8Array, size: number, between = ""): string {
  let chunks = "";
  for (let at = 0; at < message.length; at += size) {
    const chunk = message.subarray(at, at + size);
    chunks += sized("", chunk) + between;
  }
  return `d8185f${chunks}ff`;
}

/** Forms of a frame; each is answered with one frame. */
const FORMS: Readonly<Record<string, string>> = {
  "the usual form": sized("d818", MESSAGE),
  "a tag of two bytes": sized("d90018", MESSAGE),
  "a tag of eight bytes": sized("db0000000000000018", MESSAGE),
  "a length of two bytes": sized("d818", MESSAGE, 1),
  "a length of eight bytes": sized("d818", MESSAGE, 3),
  "one chunk": chunked(MESSAGE, 200),
  "chunks of a few bytes": chunked(MESSAGE, 5),
  "chunks of a few bytes and of none": chunked(MESSAGE, 7, "40"),
  null: "f6",
  undefined: "f7",
  "keys that are text": sized("d818", TEXT),
  "a batch": sized("d818", BATCH),
  "bytes behind the message": sized("d818", Buffer.concat([MESSAGE, Buffer.from("ffd818", "hex")])),
};

/** Each form before and after every other one, all in one segment. */
const beside: readonly Row[] = Object.entries(FORMS).map(([name, form]) => {
  const others = Object.values(FORMS);
  return {
    name,
    lines: [
      `h'${others.map((other) => form + other).join("")}${form}'`,
      ...others.flatMap(() => ["= ?", "= ?"]),
      "= ?",
    ],
  };
});

/** A whole message. */
const LIST = assemble("{'params': [{}], 'id': 1, 'method': 'list_work_specs'}").toString("hex");

/** Forms split in two at every position; the second part is sent after another connection got a reply. */
const CUT = [
  "chunks of a few bytes and of none",
  "a tag of eight bytes",
  "a length of eight bytes",
  "keys that are text",
];
const cuts: readonly Row[] = CUT.map((name, i) => {
  const form = FORMS[name] ?? "";
  return {
    name,
    lines: Array.from({ length: form.length / 2 - 1 }, (_, place) => 2 * place + 2).flatMap((at) => [
      `${i + 2}: h'${form.slice(0, at)}'`,
      "= nothing",
      "list_work_specs({'limit': 1})",
      `${i + 2}: h'${form.slice(at)}'`,
      "= ?",
    ]),
  };
});

export const frameForms: readonly RawCase[] = [
  table(
    "tables/frames-beside-each-other",
    "frames of every form before and behind those of every other form, in one segment",
    ["FRAME-16", "FRAME-17", "FRAME-24", "FRAME-8", "FRAME-9", "FRAME-10", "FRAME-12"],
    beside,
  ),
  table(
    "tables/frames-cut-at-every-place",
    "frames in chunks and with long heads wait for their rest wherever they are cut",
    ["FRAME-15", "FRAME-21", "FRAME-10", "FRAME-11"],
    cuts,
  ),
  table(
    "tables/bytes-behind-messages",
    "bytes behind a call, a batch and an empty batch within their frame, which are not looked at",
    ["FRAME-12"],
    [
      { name: "something to read", lines: ["set_work_spec({'name': 's'})"] },
      ...Object.entries({ "a call": LIST, "a batch": `82${LIST}${LIST}`, "an empty batch": "80" }).map(
        ([name, message]) => ({
          name,
          lines: ["00", "ff", "1c", "f6", "9f", "5b", "80", LIST, message].flatMap((more) => [
            `24(h'${message}${more}')`,
            "= ?",
          ]),
        }),
      ),
    ],
  ),
];
