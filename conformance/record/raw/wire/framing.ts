// Frames cut and joined in every way TCP allows, and the forms of a frame that daemons accept though no client writes them.

import { assemble } from "../../../cbor/assemble.ts";
import { elementAt } from "../../../element-at.ts";
import { calls, hex, message, type RawCase, stock } from "../definition.ts";

/** An answer that no server gives by chance. */
const ASK = "count_work_units('no such spec')";
const request = "{'params': ['no such spec'], 'id': 1, 'method': 'count_work_units'}";
const accepted = (frame: Buffer) => [{ sends: [frame] }, { sends: [stock(2, ASK)] }];

export const framing: readonly RawCase[] = [
  {
    id: "wire/frame-byte-by-byte",
    title: "a frame that comes one byte a segment",
    requires: ["FRAME-15"],
    steps: [{ sends: [...stock(1, ASK)].map((byte) => Buffer.from([byte])) }],
  },
  {
    id: "wire/frame-cut-in-every-part",
    title: "frames cut in the tag, in the length, after the head and in the message",
    requires: ["FRAME-15"],
    steps: [1, 2, 3, 4, 5, 20].map((at, i) => {
      const frame = stock(i + 1, "count_work_units('a spec that no daemon holds')");
      return { sends: [frame.subarray(0, at), frame.subarray(at)] };
    }),
  },
  {
    id: "wire/frames-in-one-segment",
    title: "three calls in one segment get three replies in their order",
    requires: ["FRAME-16", "FRAME-17"],
    steps: [
      {
        sends: [
          Buffer.concat([
            stock(1, "clear()"),
            stock(2, "list_work_specs({})"),
            stock(3, "count_work_units('no such work spec')"),
          ]),
        ],
        replies: 3,
      },
    ],
  },
  {
    id: "wire/frames-across-segments",
    title: "segments that end in the middle of the second and third call",
    requires: ["FRAME-15", "FRAME-16"],
    steps: [
      {
        sends: acrossSegments([
          stock(1, "clear()"),
          stock(2, "list_work_specs({})"),
          stock(3, "count_work_units('no such work spec')"),
        ]),
        replies: 3,
      },
    ],
  },
  {
    id: "wire/frame-completed-later",
    title: "half a frame waits for its rest while another connection is served",
    requires: ["FRAME-21"],
    steps: [
      { sends: [stock(1, ASK).subarray(0, 9)], replies: 0 },
      { conn: 2, sends: [stock(1, "list_work_specs({})")] },
      { sends: [stock(1, ASK).subarray(9)] },
    ],
  },
  {
    id: "wire/frame-of-endless-length",
    title: "a length that nothing follows keeps the connection waiting and stops nobody else",
    requires: ["FRAME-22", "FRAME-21"],
    steps: [
      { sends: [hex("d818 5a 0000ffff a3")], replies: 0 },
      { conn: 2, sends: [stock(1, ASK)] },
    ],
  },
  {
    id: "wire/pipelining-2000",
    title: "2,000 calls in one write get 2,000 replies in their order",
    requires: ["LIMIT-8", "FRAME-17"],
    steps: [{ sends: [stock(1, ASK)], times: 2000 }],
  },
  {
    id: "wire/pipelining-sees-its-own-writes",
    title: "pipelined calls are served one after the other: each sees what the one before did",
    requires: ["FRAME-18"],
    steps: [
      {
        sends: [
          Buffer.concat([
            stock(1, "set_work_spec({'name': 's'})"),
            stock(2, "add_work_units('s', [['u', {}]])"),
            stock(3, "get_work('w', {'max_jobs': 1})"),
            stock(4, "update_work_unit('s', 'u', {'status': 4})"),
            stock(5, "count_work_units('s')"),
          ]),
        ],
        replies: 5,
      },
    ],
  },
  {
    id: "wire/connections-share-the-queue",
    title: "what one connection did another one sees, each with ids of its own",
    requires: ["FRAME-19", "MSG-9"],
    steps: [
      { sends: [stock(7, "set_work_spec({'name': 's'})")] },
      { conn: 2, sends: [stock(7, "add_work_units('s', ['u'])")] },
      { conn: 3, sends: [stock(1, "count_work_units('s')")] },
      { sends: [stock(6, "get_work('w', {})")] },
    ],
  },
  {
    id: "wire/hangup-after-a-call",
    title: "a client that stops sending still gets its reply, then the connection closes",
    requires: ["FRAME-47"],
    steps: [{ sends: [stock(1, ASK)], replies: 1, hangup: true, closes: true }],
  },
  {
    id: "wire/hangup-in-a-frame",
    title: "a client that stops sending in the middle of a frame gets nothing",
    requires: ["FRAME-48"],
    steps: [
      { conn: 2, sends: [stock(1, ASK)] },
      { sends: [stock(1, ASK).subarray(0, 12)], hangup: true, closes: true },
    ],
  },
  {
    id: "wire/hangup-at-once",
    title: "a client that sends nothing and stops",
    requires: ["FRAME-48"],
    steps: [
      { conn: 2, sends: [stock(1, ASK)] },
      { sends: [Buffer.alloc(0)], hangup: true, closes: true },
    ],
  },
  ...[
    ["tag-in-a-longer-head", "FRAME-8", "24_1(<<%>>)", "tag 24 in a two-byte head"],
    ["tag-in-the-longest-head", "FRAME-8", "24_3(<<%>>)", "tag 24 in an eight-byte head"],
    ["length-in-a-longer-head", "FRAME-9", "24(<<%>>_2)", "the byte string's length in a four-byte head"],
    ["trailing-bytes-inside", "FRAME-12", "24(<<%, 1, 'more'>>)", "bytes after the message, inside the byte string"],
  ].map(([name = "", clause = "", form = "", title = ""]) => ({
    id: `wire/frame-${name}`,
    title: `accepted: ${title}`,
    requires: [clause],
    steps: accepted(assemble(form.replace("%", request))),
  })),
  {
    id: "wire/frame-in-chunks",
    title: "accepted: the byte string of a frame in chunks of an indefinite length",
    requires: ["FRAME-10", "FRAME-11"],
    steps: accepted(inChunks(assemble(request))),
  },
  {
    id: "wire/frame-indefinite-message",
    title: "accepted: the message map and the parameter list of indefinite length",
    requires: ["FRAME-13"],
    steps: [
      { sends: [message("{_ 'params': [_ 'no such spec'], 'id': 1, 'method': (_ 'count_', 'work_units')}")] },
      ...calls("clear()"),
    ],
  },
];

function acrossSegments(frames: readonly Buffer[]): Buffer[] {
  const all = Buffer.concat(frames);
  const cuts = [0, elementAt(frames, 0).length + 7, all.length - 11, all.length];
  return cuts.slice(1).map((end, i) => all.subarray(cuts[i], end));
}

function inChunks(bytes: Buffer): Buffer {
  const chunk = (part: Buffer) => Buffer.concat([Buffer.from([0x40 + part.length]), part]);
  const parts = [
    bytes.subarray(0, 10),
    Buffer.alloc(0),
    bytes.subarray(10, 11),
    bytes.subarray(11, 30),
    bytes.subarray(30),
  ];
  return Buffer.concat([hex("d818 5f"), ...parts.map(chunk), hex("ff")]);
}
