// What `explore` takes.
import { file, seconds, text, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const exploreTable = table({
  name: "explore",
  summary: "compare two live daemons on random sessions",
  usage: ["[options] REFERENCE OTHER"],
  about: [
    "Sends the same random sessions to two daemons and compares what they answer. The first one is taken as right. The first difference that nothing explains is shrunk to the shortest session that shows one, and written as a golden candidate.",
    "A daemon is emptied before each session: one that runs already is refused when it holds work specs.",
  ],
  groups: {
    "What to compare": {
      daemons: {
        words: "DAEMON",
        is: text,
        about: "HOST:PORT, or a command line in one argument",
        more: '{port} in it stands for the port on 127.0.0.1: "coordinated -cborrpc :{port}"',
      },
      peer: { ...shared.peer, about: "OTHER has the known divergences of this daemon" },
      compare: shared.compare,
      "allow-clear": shared.allowClear,
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
    },
    "Which sessions": {
      seed: shared.seed,
      runs: { value: "N", is: whole(), about: "sessions", default: "1000" },
      time: { value: "SECONDS", is: seconds, about: "stop after this time" },
      calls: { value: "N", is: whole(), about: "calls in a session at most", default: "24" },
      path: { value: "PATH", is: text, about: "with --seed: only the session that a run found there" },
    },
    "What to print": {
      out: { value: "FILE", is: file, about: "where the candidate goes", more: "otherwise reports/explore/SEED.yaml" },
    },
  },
  exits: { 0: "no difference", 1: "a difference", 3: "a daemon could not be reached or emptied" },
  examples: [
    'explore --seed 7 --runs 100 "coordinated -cborrpc 127.0.0.1:{port}" localhost:5933',
    "explore 'coordinated -cborrpc 127.0.0.1:{port}' 127.0.0.1:5932",
  ],
});
