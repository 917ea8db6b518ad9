// The options of `show`, from which parsing, --help and completion are made.
import { cases } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const showTable = table({
  name: "show",
  summary: "show a case step by step",
  usage: ["[options] CASE..."],
  about: [
    "Prints the requests and replies of a case in diagnostic notation (RFC 8949 section 8), what may vary in them, and how they were recorded.",
  ],
  groups: {
    Options: {
      cases: { words: "CASE", is: cases, about: "an id or a glob", more: "@FILE reads them from a file, one a line" },
      compact: { about: "leave out the provenance" },
      bytes: { about: "annotate the bytes of every frame" },
      goldens: shared.goldens,
    },
  },
  notes: `> is a request, < a reply. The message id is shown if it is not the next one, and the bytes if no client would send such a request.

Notation: 'x' is a byte string, "x" a text string, 128([...]) a Python tuple, 1.0_3 a float of 8 bytes (_1 of 2, _2 of 4),
_0 to _3 a head that is longer than needed, [_ ...] an array of indefinite length.
`,
  exits: { 0: "shown", 2: "wrong usage or no such case" },
  examples: ["show sanity/session", "show 'wire/frame*' --bytes"],
});
