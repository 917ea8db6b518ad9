// What `show` takes.
import { cases } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const showTable = table({
  name: "show",
  summary: "one case, step by step",
  usage: ["[options] CASE..."],
  about: [
    "The requests and replies of a case in notation (RFC 8949 section 8), what may vary in them, and where they were recorded.",
  ],
  groups: {
    Options: {
      cases: { words: "CASE", is: cases, about: "an id or a glob", more: "@FILE: a file of them, one a line" },
      compact: { about: "without where it comes from" },
      bytes: { about: "every frame taken apart: its bytes beside what they mean" },
      goldens: shared.goldens,
    },
  },
  notes: `> is sent, < is the reply. An id is shown where it is not the next one, and the bytes where no client sends such a request.

Notation: 'x' is a byte string, "x" a text string, 128([...]) a Python tuple, 1.0_3 a float of 8 bytes (_1 of 2, _2 of 4),
_0 to _3 a head that is longer than needed, [_ ...] a length that is not told at the start.
`,
  exits: { 0: "shown", 2: "wrong usage or no such case" },
  examples: ["show sanity/session", "show 'wire/frame*' --bytes"],
});
