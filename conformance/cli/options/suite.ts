// What `suite` takes.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const suiteTable = table({
  name: "suite",
  summary: "the frozen suites, and what changed between two of them",
  usage: ["list", "diff [options] FROM TO", "freeze NAME"],
  about: [
    "A released suite names its cases, what each sends and demands, and their tiers, by hash. 'run --suite NAME' counts these cases alone: an upgrade of this package changes no verdict.",
    "'diff' prints the cases that were added, changed and removed, with their clauses and reasons; 'today' stands for the goldens as they are. 'freeze' makes a suite of these; it is for releases of this package.",
  ],
  groups: {
    Arguments: {
      what: { words: "WORD", is: text, about: "list, diff or freeze, and names of suites" },
      json: shared.json,
    },
  },
  exits: { 0: "printed, or frozen", 2: "wrong usage, no such suite, or a change without a reason" },
  examples: ["suite list", "suite diff 0.1 today"],
});
