// Clauses on frames, messages and values, each with the calls that show it.
import { assemble } from "../../../cbor/assemble.ts";
import { calls, hex, message, type RawCase, stock } from "../definition.ts";

const CLEAR = stock(1, "clear()");
/** A frame around these bytes. */
export const around = (digits: string) => {
  const bytes = hex(digits);
  return Buffer.concat([hex("d818"), Buffer.from([0x58, bytes.length]), bytes]);
};

/** Bad bytes on a connection of their own, after a spec was set and before it is read: nothing has changed. */
export function refused(name: string, clause: string, title: string, bad: Uint8Array): RawCase {
  return {
    id: `clauses/${name}`,
    title: `closed without a reply, and nothing changed: ${title}`,
    requires: [clause, "FRAME-28"],
    steps: [
      ...calls("set_work_spec({'name': 's', 'desc': 'd'})"),
      { conn: 2, sends: [bad], closes: true },
      { sends: [stock(2, "get_work_spec('s')")] },
    ],
  };
}

export const wireClauses: readonly RawCase[] = [
  {
    id: "clauses/form-of-a-reply",
    title:
      "a reply is a tagged string with a map of id and result, the shortest heads, definite lengths, floats of 8 bytes",
    requires: ["FRAME-2", "FRAME-3", "FRAME-6", "FRAME-7", "MSG-24", "MSG-27", "MSG-28", "MSG-35"],
    steps: calls(
      "set_work_spec({'name': 's', 'weight': 0.5_3, 'list': [_ 1, 2], 'map': {_ 'a': 1.5_1}, 'text': (_ \"a\", \"b\")})",
      "get_work_spec('s')",
      "get_work_spec_meta('s')",
      "worker_stats()",
      "count_work_units('s')",
    ),
  },
  {
    id: "clauses/form-of-a-call",
    title: "byte strings for the keys and the method, an array of parameters, and a pair for an answer",
    requires: ["MSG-1", "MSG-12", "MSG-16", "MSG-33", "MSG-34", "MSG-42"],
    steps: calls("set_work_spec({'name': 's'})", "list_work_specs({})", "mode_counts()", "del_work_spec('s')"),
  },
  {
    id: "clauses/form-of-an-error",
    title: "an error is a map of the message alone, and the connection goes on",
    requires: ["MSG-26", "MSG-29", "MSG-30", "MSG-31", "MSG-32", "ERR-7"],
    steps: calls("nosuch()", "set_work_spec({'name': 5})", "get_work_spec(5)", "list_work_specs({})"),
  },
  {
    id: "clauses/long-heads-in-a-message",
    title: "a message in which every head is longer than it needs to be",
    requires: ["FRAME-14"],
    steps: [
      {
        sends: [
          around(
            "ba00000003 5806706172616d73 9a00000001 5b00000000000000046e6f6e65 5900026964 1b0000000000000007 5a000000066d6574686f64 5810636f756e745f776f726b5f756e697473",
          ),
        ],
      },
    ],
  },
  refused(
    "chunk-that-is-no-string",
    "FRAME-44",
    "a chunk that is no string in a string of indefinite length",
    around("a3 46706172616d73 815f01ff 426964 01 466d6574686f64 45636c656172"),
  ),
  refused(
    "chunk-that-is-no-string-in-text",
    "FRAME-44",
    "an array for a chunk of a text",
    around("a3 46706172616d73 817f80ff 426964 01 466d6574686f64 45636c656172"),
  ),
  refused(
    "simple-value-in-a-long-head",
    "FRAME-46",
    "a simple value below 32 in two bytes",
    around("a3 46706172616d73 81f818 426964 01 466d6574686f64 45636c656172"),
  ),
  refused(
    "break-between-key-and-value",
    "FRAME-42",
    "a break between a key and its value",
    around("bf 46706172616d73 80 426964 01 466d6574686f64 ff"),
  ),
  refused(
    "array-beyond-the-message",
    "FRAME-45",
    "an array of more items than the message has",
    around("a3 46706172616d73 84 426964 01 466d6574686f64 45636c656172"),
  ),
  refused(
    "string-beyond-the-message",
    "FRAME-45",
    "a string that goes beyond the message",
    around("a3 46706172616d73 80 426964 01 466d6574686f64 5820636c656172"),
  ),
  refused(
    "break-in-an-array-of-definite-length",
    "FRAME-42",
    "a break in an array of definite length inside a map of indefinite length",
    around("bf 46706172616d73 81ff 426964 01 466d6574686f64 45636c656172 ff"),
  ),
  refused("head-of-2-to-63", "FRAME-50", "a head that says 2^63 bytes", hex("d8185b8000000000000000")),
  refused(
    "params-boolean",
    "MSG-18",
    "true for the parameters",
    message("{'params': true, 'id': 1, 'method': 'clear'}"),
  ),
  refused(
    "params-simple-value",
    "MSG-18",
    "a simple value for the parameters",
    message("{'params': simple(16), 'id': 1, 'method': 'clear'}"),
  ),
  refused(
    "params-uuid",
    "MSG-18",
    "a UUID for the parameters",
    message("{'params': 37(h'000102030405060708090a0b0c0d0e0f'), 'id': 1, 'method': 'clear'}"),
  ),
  refused(
    "params-in-another-tag",
    "MSG-18",
    "parameters under a tag",
    message("{'params': 5000([]), 'id': 1, 'method': 'clear'}"),
  ),
  refused(
    "batch-with-a-null",
    "MSG-41",
    "a batch with a call and null",
    message("[{'params': [], 'id': 1, 'method': 'clear'}, null]"),
  ),
  refused(
    "batch-with-a-call-of-no-id",
    "MSG-41",
    "a batch with a call, and one without an id",
    message("[{'params': [], 'id': 1, 'method': 'clear'}, {'params': [], 'method': 'now'}]"),
  ),
  {
    id: "clauses/bytes-behind-a-message",
    title: "a break, a reserved head and half a map behind a message in its frame are not looked at",
    requires: ["FRAME-12"],
    steps: ["ff", "1c", "a2", "fffe5b"].map((behind) => ({
      sends: [around(`a3 46706172616d73 80 426964 01 466d6574686f64 4c776f726b65725f7374617473 ${behind}`)],
    })),
  },
  {
    id: "clauses/letters-of-unknown-methods",
    title:
      "surrogates and other bytes that are no UTF-8, letters that are none, and digits in the name of an unknown method",
    requires: ["MSG-47", "MSG-48", "MSG-49", "MSG-51"],
    steps: ["h'6eeda080'", "h'6ef5808080'", "h'6ee2826e'", "'ⓐb'", "'a_ⅰb'", "'1abc'", "'a_1bc-2d'", "'a.b1c_d'"].map(
      (name, i) => ({ sends: [message(`{'params': [], 'id': ${i + 1}, 'method': ${name}}`)] }),
    ),
  },
  refused("tag-around-an-array", "FRAME-35", "tag 24 around an array", assemble("24([1])")),
  refused("tag-around-a-number", "FRAME-35", "tag 24 around a number", assemble("24(1)")),
  refused("message-is-text", "FRAME-40", "a frame around a text", message('"clear"')),
  refused("id-text", "MSG-11", "a text for an id", message("{'params': [], 'id': \"1\", 'method': 'clear'}")),
  refused(
    "id-bignum",
    "MSG-11",
    "a bignum for an id",
    message("{'params': [], 'id': 2(h'010000000000000000'), 'method': 'clear'}"),
  ),
  refused("id-true", "MSG-11", "true for an id", message("{'params': [], 'id': true, 'method': 'clear'}")),
  refused(
    "params-number",
    "MSG-18",
    "a number for the parameters",
    message("{'params': 5, 'id': 1, 'method': 'clear'}"),
  ),
  refused(
    "params-text",
    "MSG-18",
    "a text for the parameters",
    message("{'params': \"\", 'id': 1, 'method': 'clear'}"),
  ),
  refused("method-array", "MSG-15", "an array for a method", message("{'params': [], 'id': 1, 'method': ['clear']}")),
  refused("key-array", "MSG-6", "a key that is an array", message("{'params': [], 'id': 1, 'method': 'clear', []: 1}")),
  refused(
    "batch-with-a-number-behind-a-call",
    "MSG-41",
    "a batch with a call and a number",
    message("[{'params': [], 'id': 1, 'method': 'clear'}, 5]"),
  ),
  refused(
    "batch-with-a-bad-one-inside",
    "MSG-41",
    "a batch with a call and a batch with a number",
    message("[{'params': [], 'id': 1, 'method': 'clear'}, [5]]"),
  ),
  {
    id: "clauses/frames-behind-a-malformed-one",
    title: "what stands behind a malformed frame is not carried out, what stood before it is answered",
    requires: ["FRAME-25", "FRAME-26", "FRAME-27"],
    steps: [
      ...calls("set_work_spec({'name': 's'})"),
      {
        conn: 2,
        sends: [Buffer.concat([stock(5, "list_work_specs({})"), hex("d81840"), CLEAR])],
        replies: 1,
        closes: true,
      },
      { sends: [stock(2, "list_work_specs({})")] },
    ],
  },
  {
    id: "clauses/what-a-lost-connection-leaves",
    title: "a client that hangs up keeps its lease, its worker and its lock",
    requires: ["FRAME-49"],
    steps: [
      ...calls("delete_namespace('hangup')", "set_work_spec({'name': 's'})", "add_work_units('s', [['u', {}]])"),
      { conn: 2, sends: [stock(1, "get_work('w', {'lease_time': 1000})")] },
      { conn: 2, sends: [stock(2, "worker_heartbeat('w', 'RUN', 1000, {}, null)")] },
      { conn: 2, sends: [stock(3, "lock('w', 1000, [['hangup']])")], replies: 1, hangup: true, closes: true },
      ...[
        "get_work('v', {})",
        "count_work_units('s')",
        "list_worker_modes()",
        "readlock([['hangup']])",
        "delete_namespace('hangup')",
        "worker_unregister('w')",
      ].map((call, i) => ({ sends: [stock(i + 10, call)] })),
    ],
  },
];
