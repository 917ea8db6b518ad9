// The options of `list`, from which parsing, --help and completion are made.
import { cases } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const listTable = table({
  name: "list",
  summary: "list the cases",
  usage: ["[options] [CASE...]"],
  about: ["One line a case: its id and title."],
  groups: {
    Options: {
      cases: { words: "CASE", is: cases, about: "an id or a glob", more: "@FILE reads them from a file, one a line" },
      goldens: shared.goldens,
      suite: shared.suite,
      ids: { about: "only the ids" },
      json: { ...shared.json, about: "as JSON, with everything but the bytes" },
    },
  },
  exits: { 0: "at least one is listed", 2: "wrong usage or no such case" },
  examples: ["list", "list 'wire/*' --ids > cases && coordinate-conformance run @cases --address localhost:5932"],
});
