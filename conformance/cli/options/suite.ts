// The options of `suite`, from which parsing, --help and completion are made.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const suiteTable = table({
  name: "suite",
  summary: "list frozen suites, and the changes between two of them",
  usage: ["list", "diff [options] FROM TO", "freeze NAME"],
  about: [
    "A released suite stores the ids of its cases with their tiers, features, and hashes of their requests and expected replies. 'run --suite NAME' counts only these cases, so that an upgrade of this package does not change the verdict.",
    "'diff' prints the cases that were added, changed and removed, with their clauses and reasons; 'today' stands for the current goldens. 'freeze' makes a suite of the current goldens; it is used by releases of this package.",
  ],
  groups: {
    Arguments: {
      what: { words: "WORD", is: text, about: "list, diff or freeze, then names of suites" },
      json: shared.json,
    },
  },
  exits: { 0: "printed, or frozen", 2: "wrong usage, no such suite, or a change without a reason" },
  examples: ["suite list", "suite diff 0.1 today"],
});
