// What is no request closes the connection without a reply: after the replies that are owed, and no other connection
// notices.
import { assemble } from "../../../cbor/assemble.ts";
import { hex, message, type RawCase, stock } from "../definition.ts";

const request = "{'params': [], 'id': 1, 'method': 'clear'}";

const frames: readonly [name: string, clause: string, title: string, bytes: Buffer][] = [
  ["untagged-map", "FRAME-31", "the message without its frame", assemble(request)],
  ["untagged-bytes", "FRAME-32", "a byte string without its tag", assemble(`<<${request}>>`)],
  ["tag-in-a-tag", "FRAME-36", "tag 24 around tag 24", assemble(`24(24(<<${request}>>))`)],
  ["tag-around-text", "FRAME-34", "tag 24 around a text string", assemble('24("a")')],
  ["tag-around-a-map", "FRAME-35", "tag 24 around the message itself", assemble(`24(${request})`)],
  ["tag-around-null", "FRAME-35", "tag 24 around null", assemble("24(null)")],
  ["other-tag", "FRAME-33", "tag 23 around a message", assemble(`23(<<${request}>>)`)],
  ["empty-frame", "FRAME-38", "a frame of no bytes", hex("d81840")],
  ["truncated-message", "FRAME-39", "a message that ends before its frame says", hex("d81842a342")],
  ["message-is-an-integer", "FRAME-40", "a frame around an integer", message("5")],
  ["message-is-null", "FRAME-40", "a frame around null", message("null")],
  ["top-level-integer", "FRAME-37", "an integer for a frame", hex("00")],
  ["top-level-break", "FRAME-37", "a break for a frame", hex("ff")],
  ["text-protocol", "FRAME-37", "an HTTP request", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
  ["longest-length", "FRAME-50", "a byte string of 2^64 - 1 bytes", hex("d8185bffffffffffffffff")],
];

/** Whoever took the string's head for a map's would find a whole call. */
const ENTRIES = assemble('{"params": [], "id": 1, "method": "clear"}').subarray(1);

const envelopes: readonly [name: string, clause: string, title: string, sent: string][] = [
  ["id-missing", "MSG-10", "no id", "{'params': [], 'method': 'clear'}"],
  ["id-negative", "MSG-11", "a negative id", "{'params': [], 'id': -1, 'method': 'clear'}"],
  ["id-float", "MSG-11", "a float for an id", "{'params': [], 'id': 1.0, 'method': 'clear'}"],
  ["id-bytes", "MSG-11", "a byte string for an id", "{'params': [], 'id': '1', 'method': 'clear'}"],
  ["id-null", "MSG-11", "null for an id", "{'params': [], 'id': null, 'method': 'clear'}"],
  ["method-missing", "MSG-14", "no method", "{'params': [], 'id': 1}"],
  ["method-null", "MSG-15", "null for a method", "{'params': [], 'id': 1, 'method': null}"],
  ["method-integer", "MSG-15", "an integer for a method", "{'params': [], 'id': 1, 'method': 5}"],
  ["key-integer", "MSG-6", "a key that is no string", "{'params': [], 'id': 1, 'method': 'clear', 5: 1}"],
  ["entries-in-a-string", "FRAME-40", "a byte string of what a call consists of", `h'${ENTRIES.toString("hex")}'`],
  ["params-missing", "MSG-17", "no parameters", "{'id': 1, 'method': 'clear'}"],
  ["params-null", "MSG-18", "null for the parameters", "{'params': null, 'id': 1, 'method': 'clear'}"],
  ["params-tuple", "MSG-18", "a tuple for the parameters", "{'params': 128([]), 'id': 1, 'method': 'clear'}"],
  ["params-bytes", "MSG-18", "a byte string for the parameters", "{'params': 'clear', 'id': 1, 'method': 'clear'}"],
];

const broken: readonly [name: string, clause: string, title: string, sent: string][] = [
  [
    "reserved-head",
    "FRAME-41",
    "a reserved head in the parameters",
    "a3 46706172616d73 811c 426964 01 466d6574686f64 45636c656172",
  ],
  [
    "stray-break",
    "FRAME-42",
    "a break where an item should be",
    "a3 46706172616d73 81ff 426964 01 466d6574686f64 45636c656172",
  ],
  [
    "endless-list",
    "FRAME-45",
    "a parameter list of 2^32 - 1 items",
    "a3 426964 01 466d6574686f64 45636c656172 46706172616d73 9affffffff",
  ],
  [
    "chunk-in-a-chunk",
    "FRAME-43",
    "an indefinite string inside an indefinite one",
    "a3 46706172616d73 815f5f4161ffff 426964 01 466d6574686f64 45636c656172",
  ],
];

/** A good call, the bad bytes on a connection of their own, and a good call again. */
function closes(name: string, clause: string, title: string, bad: Uint8Array): RawCase {
  return {
    id: `wire/close-${name}`,
    title: `closed without a reply: ${title}`,
    requires: [clause, "FRAME-29"],
    steps: [
      { sends: [stock(1, "clear()")] },
      { conn: 2, sends: [bad], closes: true },
      { sends: [stock(2, "clear()")] },
    ],
  };
}

export const closing: readonly RawCase[] = [
  ...frames.map(([name, clause, title, bytes]) => closes(name, clause, title, bytes)),
  ...envelopes.map(([name, clause, title, notation]) => closes(name, clause, title, message(notation))),
  ...broken.map(([name, clause, title, digits]) => closes(name, clause, title, wrap(hex(digits)))),
  {
    id: "wire/close-after-owed-replies",
    title: "calls before bytes that are no request are answered, then the connection closes",
    requires: ["FRAME-26"],
    steps: [
      {
        sends: [Buffer.concat([stock(1, "clear()"), stock(2, "list_work_specs({})"), hex("00"), stock(3, "clear()")])],
        replies: 2,
        closes: true,
      },
    ],
  },
];

function wrap(bytes: Buffer): Buffer {
  return Buffer.concat([hex("d818"), Buffer.from([0x58, bytes.length]), bytes]);
}
