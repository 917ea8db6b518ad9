// The options of `fuzz`, from which parsing, --help and completion are made.
import { file, seconds, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const fuzzTable = table({
  name: "fuzz",
  summary: "send malformed frames while a well-behaved client is served",
  usage: ["[options] --address HOST:PORT", "[options] -- COMMAND..."],
  about: [
    "Sends malformed frames: corrupted requests of the goldens, and random bytes. After each the daemon must reply, close the connection or wait for more, as the clauses FRAME and MSG demand; a well-behaved client must be answered all the time, and the daemon's memory must not grow.",
    "The first finding is shrunk and written to a file that can become a golden. The daemon is cleared repeatedly; a running daemon that has work specs is refused.",
  ],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      "allow-clear": shared.allowClear,
      timeout: { ...shared.timeout, about: "for a reply to the well-behaved client", default: "10" },
      "start-timeout": shared.startTimeout,
    },
    "What to send": {
      seed: shared.seed,
      runs: { value: "N", is: whole(), about: "number of frames", default: "20000", again: true },
      time: { value: "SECONDS", is: seconds, about: "stop after this time", again: true },
      clients: {
        value: "N",
        is: whole(1_000),
        about: "connections that send malformed frames at the same time",
        default: "64",
        again: true,
      },
    },
    "What to print": {
      json: shared.json,
      out: { value: "FILE", is: file, about: "file for the finding", more: "default reports/fuzz/SEED.yaml" },
    },
  },
  exits: { 0: "no finding", 1: "a finding", 3: "nothing could be sent" },
  examples: ["fuzz -- coordinated -cborrpc 127.0.0.1:{port}", "fuzz --seed 7 --runs 1000000 --address localhost:5932"],
});
