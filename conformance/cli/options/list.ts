// What `list` takes.
import { cases } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const listTable = table({
  name: "list",
  summary: "the cases there are",
  usage: ["[options] [CASE...]"],
  about: ["One line a case: its id and title."],
  groups: {
    Options: {
      cases: { words: "CASE", is: cases, about: "an id or a glob", more: "@FILE: a file of them, one a line" },
      goldens: shared.goldens,
      suite: shared.suite,
      ids: { about: "ids alone" },
      json: { ...shared.json, about: "everything but the bytes, as JSON" },
    },
  },
  exits: { 0: "some are listed", 2: "wrong usage or no such case" },
  examples: ["list", "list 'wire/*' --ids > cases && coordinate-conformance run @cases --address localhost:5932"],
});
