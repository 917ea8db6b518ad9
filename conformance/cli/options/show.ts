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
      bytes: { about: "the bytes too" },
      goldens: shared.goldens,
    },
  },
  notes: `Notation: 'x' is a byte string, "x" a text string, 128([...]) a Python tuple, 1.0_3 a float of 8 bytes (_1 of 2, _2 of 4),
_0 to _3 a head that is longer than needed, [_ ...] a length that is not told at the start.
`,
  exits: { 0: "shown", 2: "wrong usage or no such case" },
  examples: ["show sanity/session", "show 'wire/frame*' --bytes"],
});
