// What `fuzz` takes.
import { file, seconds, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const fuzzTable = table({
  name: "fuzz",
  summary: "hostile frames, while a good client is watched",
  usage: ["[options] --address HOST:PORT", "[options] -- COMMAND..."],
  about: [
    "Sends what no client would: the requests of the goldens with their bytes mangled, and bytes of any kind. Each must be answered, close its connection or be waited on as the clauses FRAME and MSG have it, a good client must be answered all the while, and the daemon's memory must not grow.",
    "The first finding is made as short as can be and written as a golden candidate. The daemon is emptied again and again: one that runs already is refused when it holds work specs.",
  ],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      "allow-clear": shared.allowClear,
      timeout: { ...shared.timeout, about: "for a reply to the good client", default: "10" },
      "start-timeout": shared.startTimeout,
    },
    "What to send": {
      seed: shared.seed,
      runs: { value: "N", is: whole(), about: "frames", default: "20000", again: true },
      time: { value: "SECONDS", is: seconds, about: "stop after this time", again: true },
      clients: { value: "N", is: whole(1_000), about: "attackers at once", default: "64", again: true },
    },
    "What to print": {
      json: shared.json,
      out: { value: "FILE", is: file, about: "where the candidate goes", more: "otherwise reports/fuzz/SEED.yaml" },
    },
  },
  exits: { 0: "nothing was found", 1: "something was found", 3: "nothing could be sent" },
  examples: ["fuzz -- coordinated -cborrpc 127.0.0.1:{port}", "fuzz --seed 7 --runs 1000000 --address localhost:5932"],
});
