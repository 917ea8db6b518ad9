// Several connections: frames split and joined over segments, and input that closes one connection while others stay.
import { assemble } from "../../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../../cbor/frame.ts";
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

const raw = (bytes: Uint8Array) => `h'${Buffer.from(bytes).toString("hex")}'`;
const frame = (notation: string) => raw(frameOf(assemble(notation)));
const ask = requestFrame(1, "count_work_units", "'no such spec'");
const head = ask.subarray(0, 4);

/** A call whose effect is visible later, to test whether it was carried out. */
const CLEAR = assemble("{'params': [], 'id': 1, 'method': 'clear'}");

/** The same message with an additional, invalid entry, given in hex. */
function withEntry(bytes: string): string {
  const entry = Buffer.concat([assemble("'x'"), Buffer.from(bytes, "hex")]);
  return raw(frameOf(Buffer.concat([Buffer.from([0xa4]), entry, CLEAR.subarray(1)])));
}

/** Messages that close the connection, in addition to those of tables/closing-bytes.ts. */
const CLOSING: Readonly<Record<string, string>> = {
  "an id above 64 bits": frame("{'params': [], 'id': 2(h'010000000000000000'), 'method': 'clear'}"),
  "a text for an id": frame(`{'params': [], 'id': "1", 'method': 'clear'}`),
  "a boolean for an id": frame("{'params': [], 'id': true, 'method': 'clear'}"),
  "a list for an id": frame("{'params': [], 'id': [1], 'method': 'clear'}"),
  "a list for a method": frame("{'params': [], 'id': 1, 'method': ['clear']}"),
  "a boolean for a method": frame("{'params': [], 'id': 1, 'method': true}"),
  "a number for parameters": frame("{'params': 5, 'id': 1, 'method': 'clear'}"),
  "a text for parameters": frame(`{'params': "clear", 'id': 1, 'method': 'clear'}`),
  "a boolean for parameters": frame("{'params': false, 'id': 1, 'method': 'clear'}"),
  "a negative key": frame("{'params': [], 'id': 1, 'method': 'clear', -1: 1}"),
  "a boolean for a key": frame("{'params': [], 'id': 1, 'method': 'clear', true: 1}"),
  "an empty map": frame("{}"),
  "a float for a message": frame("1.5_3"),
  "a text for a message": frame('"clear"'),
  "a tuple for a message": frame("128([{'params': [], 'id': 1, 'method': 'clear'}])"),
  "a break between key and value":
    "h'd81858 1a bf 46706172616d73 ff 80 426964 01 466d6574686f64 45636c656172'".replaceAll(" ", ""),
  "a chunk that is no string": raw(
    frameOf(Buffer.from("a346706172616d73815f01ff42696401466d6574686f6445636c656172", "hex")),
  ),
  "a chunk of text among bytes in the frame": "h'd8185f6161ff'",
  "a simple value below 32 in two bytes": raw(
    frameOf(Buffer.from("a346706172616d7381f81042696401466d6574686f6445636c656172", "hex")),
  ),
  "a reserved head of a tag": raw(
    frameOf(Buffer.from("a346706172616d7381dc0042696401466d6574686f6445636c656172", "hex")),
  ),
  "a map with a key and no value": raw(frameOf(Buffer.from("a346706172616d7380426964", "hex"))),
  "a string longer than its message": raw(frameOf(Buffer.from("a346706172616d73815901004142", "hex"))),
  "a list longer than its message": raw(frameOf(Buffer.from("a346706172616d73990100", "hex"))),
  "a map longer than its message": raw(frameOf(Buffer.from("b946706172616d7380", "hex"))),
  "tag 24 around an array": "h'd81880'",
  "tag 24 around an integer": "h'd81801'",
  "tag 25 around a byte string": "h'd81941a0'",
  "a text of another protocol": raw(Buffer.from("POST /rpc HTTP/1.1\\r\\n")),
  "a carriage return": "h'0d0a'",
  false: "h'f4'",
  "a float": "h'fb3ff0000000000000'",
  "an empty array": "h'80'",
  "an empty text": "h'60'",
  // Each contains a valid call inside an invalid message.
  "tag 25 around a call": raw(Buffer.concat([Buffer.from([0xd8, 25, 0x58, CLEAR.length]), CLEAR])),
  "tag 55799 around a call": raw(Buffer.concat([Buffer.from([0xd9, 0xd9, 0xf7, 0x58, CLEAR.length]), CLEAR])),
  "a call in a text string": raw(Buffer.concat([Buffer.from([0xd8, 24, 0x78, CLEAR.length]), CLEAR])),
  "a call in chunks of text": raw(
    Buffer.concat([Buffer.from([0xd8, 24, 0x7f, 0x78, CLEAR.length]), CLEAR, Buffer.from([0xff])]),
  ),
  "a call in a chunk in a chunk": raw(
    Buffer.concat([Buffer.from([0xd8, 24, 0x5f, 0x5f, 0x58, CLEAR.length]), CLEAR, Buffer.from([0xff, 0xff])]),
  ),
  "a call in an array of one": frame("128([{'params': [], 'id': 1, 'method': 'clear'}])"),
  ...Object.fromEntries(
    Object.entries({
      "a map that ends behind a key": "bf4161ff",
      "a map that ends behind its second key": "bf41610141 62ff".replaceAll(" ", ""),
      "a chunk of another kind": "5f01ff",
      "a chunk within a chunk": "5f5f4161ffff",
      "a text chunk within a chunk": "7f7f6161ffff",
      "a simple value below 32 in two bytes": "f818",
      "a reserved head": "1c",
      "a break of nothing": "ff",
      "a tag without content": "c1",
      "a list of 65,536 items that are not there": "9a00010000",
      "a map of 2^32 - 1 entries that are not there": "baffffffff",
      "a string of 2^63 bytes": "5b8000000000000000",
    }).map(([name, bytes]) => [`${name}, in an entry that nobody asks for`, withEntry(bytes)]),
  ),
};

export const connections: readonly RawCase[] = [
  story(
    "closing",
    "what closes a connection does nothing, and no other connection notices",
    ["FRAME-25", "FRAME-28", "FRAME-29"],
    ...Object.entries(CLOSING).flatMap(([name, bytes], i) => [
      `# ${name}`,
      "set_work_spec({'name': 's'})",
      `${i + 2}: ${bytes}`,
      "= closed",
      // The spec still exists, so the other call was not carried out.
      "clear()",
    ]),
  ),
  story(
    "closing-after-calls",
    "calls before bytes that close a connection are carried out and answered, those behind are not",
    ["FRAME-26", "FRAME-27"],
    ...["h'00'", "h'd81840'", CLOSING["an empty map"] ?? ""].flatMap((bad, i) => [
      `${i + 2}: set_work_spec({'name': 'before'})`,
      "& add_work_units('before', ['u'])",
      `& ${bad}`,
      "& set_work_spec({'name': 'behind'})",
      "= ?",
      "= ?",
      "= closed",
      ...together("list_work_specs({})", "count_work_units('before')", "clear()"),
    ]),
  ),
  story(
    "waiting-for-the-rest",
    "a frame cut anywhere waits for its rest while calls on other connections are answered, and is then carried out once",
    ["FRAME-15", "FRAME-21"],
    "set_work_spec({'name': 's'})",
    ...[1, 2, 3, 4, 5, 11, 12, 20, ask.length - 1].flatMap((at, i) => [
      `${i + 2}: ${raw(ask.subarray(0, at))}`,
      "= nothing",
      "count_work_units('s')",
      `${i + 2}: ${raw(ask.subarray(at))}`,
      `=! 24(<<{'id': 1, 'result': [null, "No such work spec no such spec"]}>>)`,
    ]),
  ),
  story(
    "cut-in-a-pipeline",
    "calls that end in the middle of the next one: those that are whole are answered at once",
    ["FRAME-16", "FRAME-21"],
    "set_work_spec({'name': 's'})",
    ...[1, 2, 3, 4, 10].flatMap((at, i) => [
      `${i + 2}: count_work_units('s')`,
      "& count_work_units('nosuch')",
      `& ${raw(ask.subarray(0, at))}`,
      "= ?",
      "= ?",
      "add_work_units('s', ['u'])",
      `${i + 2}: ${raw(ask.subarray(at))}`,
      `=! 24(<<{'id': 1, 'result': [null, "No such work spec no such spec"]}>>)`,
      `${i + 2}: count_work_units('s')`,
    ]),
  ),
  story(
    "half-closed",
    "a client that ends its side gets all replies that are owed, also amid a frame",
    ["FRAME-47", "FRAME-48", "FRAME-49"],
    "2: set_work_spec({'name': 's'})",
    "& add_work_units('s', ['a', 'b'])",
    "& get_work('w', {})",
    "& end",
    "= ?",
    "= ?",
    "= ?",
    "= closed",
    "count_work_units('s')",
    "3: get_work('w', {})",
    `& ${raw(head)}`,
    "& end",
    "= ?",
    "= closed",
    "count_work_units('s')",
    "4: h''",
    "& end",
    "= closed",
    "5: add_work_units('s', ['c'])",
    "& h'd8'",
    "& end",
    "= ?",
    "= closed",
    ...together("count_work_units('s')", "get_work_units('s', {})"),
  ),
  story(
    "three-connections",
    "three connections that work on one spec: each sees at once what the others did",
    ["FRAME-19", "FRAME-49"],
    "set_work_spec({'name': 's'})",
    "2: add_work_units('s', ['a', 'b', 'c'])",
    "3: get_work('w3', {'lease_time': 700})",
    "2: get_work('w2', {'lease_time': 700})",
    "get_work('w1', {'lease_time': 700})",
    "3: update_work_unit('s', 'b', {'status': 4, 'data': {'by': 3}})",
    "2: get_work_unit_status('s', ['a', 'b', 'c'])",
    "2: lock('me', 60, [['n']])",
    "3: lock('me', 60, [['n']])",
    "3: worker_heartbeat('w3', 'RUN', 300, null, null)",
    "list_worker_modes()",
    "2: h''",
    "& end",
    "= closed",
    "3: readlock([['n']])",
    "3: get_work_unit_status('s', ['a', 'b', 'c'])",
    "3: del_work_units('s', {'work_unit_keys': ['a']})",
    "update_work_unit('s', 'a', {'status': 4})",
    "3: control_work_spec('s', {'status': 2})",
    "get_work_spec_meta('s')",
    "4: set_work_spec({'name': 's', 'weight': 3})",
    "3: get_work_spec_meta('s')",
    "4: clear()",
    "3: get_work_spec('s')",
    "delete_namespace('n')",
    "3: worker_unregister('w3')",
  ),
  story(
    "order-of-replies",
    "large and small replies, errors and refusals in one pipeline come in the order of the calls",
    ["FRAME-17", "MSG-32"],
    ...together(
      "set_work_spec({'name': 's'})",
      "add_work_units('s', [«0..299: ['u%03d', {'n': %d}]»])",
      "get_work_units('s', {})",
      "nosuch()",
      "count_work_units('nosuch')",
      "get_work_units('s', {'limit': 1})",
      "get_work('w', 5)",
      "get_work_units('s', {})",
      "clear(1)",
      "count_work_units('s')",
      "clear()",
    ),
  ),
];
