// Clauses on frames that a reader breaks who fills in what is missing, and on connections that see each other's calls.
import { hex, type RawCase } from "../definition.ts";
import { around, refused } from "./wire.ts";

export const frameClauses: readonly RawCase[] = [
  refused(
    "number-for-a-chunk-of-a-frame",
    "FRAME-44",
    "a number for a chunk of a frame's byte string, and as many bytes behind it",
    hex("d8185f 181a a3 46706172616d73 80 426964 01 466d6574686f64 45636c656172 ff"),
  ),
  refused(
    "message-without-its-last-value",
    "FRAME-39",
    "a call that ends behind the key of an entry that it could do without",
    around("a4 46706172616d73 80 426964 01 466d6574686f64 45636c656172 4178"),
  ),
  refused(
    "message-without-its-last-parameter",
    "FRAME-39",
    "a call that ends before its last parameter, which may be null",
    around("a3 426964 01 466d6574686f64 4d64656c5f776f726b5f73706563 46706172616d73 81"),
  ),
  refused(
    "reserved-simple-value",
    "FRAME-41",
    "a reserved head where a simple value could be",
    around("a4 46706172616d73 80 426964 01 4178 fc 466d6574686f64 45636c656172"),
  ),
  {
    id: "clauses/read-again-on-another-connection",
    title: "what one connection reads is what another one made of it meanwhile, though it read the same before",
    requires: ["FRAME-19"],
    lines: [
      "set_work_spec({'name': 's', 'weight': 1})",
      "get_work_spec('s')",
      "get_work_spec_meta('s')",
      "2: set_work_spec({'name': 's', 'weight': 2})",
      "get_work_spec('s')",
      "get_work_spec_meta('s')",
      "2: control_work_spec('s', {'status': 2})",
      "get_work_spec_meta('s')",
      "2: del_work_spec('s')",
      "get_work_spec('s')",
      "get_work_spec_meta('s')",
    ],
  },
  {
    id: "clauses/half-closed-behind-much",
    title:
      "a client that ends its side gets all that it is owed, though that is more than the connection takes at once",
    requires: ["FRAME-47"],
    lines: [
      "set_work_spec({'name': 's', 'text': «200000 * 't'»})",
      "2: 60 times get_work_spec('s')",
      "& end",
      "= ?",
      "= closed",
      "count_work_units('s')",
    ],
  },
];
