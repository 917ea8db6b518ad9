// What `explain` takes.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const explainTable = table({
  name: "explain",
  summary: "a clause, a point, a method, a case: what it means, and who differs",
  usage: ["ID..."],
  about: [
    "Prints the sentence of the protocol, how basic it is and where it comes from, the cases that pin it, and what the real daemons do.",
  ],
  groups: {
    Options: {
      ids: {
        words: "ID",
        is: text,
        about: "a clause (LOCK-3), a point (K7), a method (get_work) or a case (upstream/test_args)",
      },
    },
  },
  exits: { 0: "explained", 2: "wrong usage or an id of nothing" },
  examples: ["explain LOCK-3", "explain K7 get_work"],
});
