// The options of `explain`, from which parsing, --help and completion are made.
import { text } from "../table/kinds.ts";
import { table } from "../table/table.ts";

export const explainTable = table({
  name: "explain",
  summary: "explain a clause, a point, a method or a case, and which daemons differ",
  usage: ["ID..."],
  about: [
    "Prints the sentence of the protocol, its tier and source, the cases that test it, and how the real daemons differ.",
  ],
  groups: {
    Options: {
      ids: {
        words: "ID",
        is: text,
        about: "a clause (LOCK-3), a point (K7), a method (get_work), a feature (locks), a case (upstream/test_args)",
        more: "or a word of the output: mask, tier, level",
      },
    },
  },
  exits: { 0: "explained", 2: "wrong usage or an unknown id" },
  examples: ["explain LOCK-3", "explain K7 get_work"],
});
