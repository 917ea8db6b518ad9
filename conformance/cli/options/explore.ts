// What `explore` takes.
import { file, listOf, seconds, text, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const exploreTable = table({
  name: "explore",
  summary: "compare two live daemons on random sessions",
  usage: ["[options] REFERENCE OTHER", "--replay ID [REFERENCE OTHER]", "--promote ID --to DIR [REFERENCE]"],
  about: [
    "Sends the same random sessions to two daemons and compares what they answer. The first one is taken as right. A difference that nothing explains is shrunk to the shortest session that shows one like it, and saved under an ID.",
    "Sessions that got a new kind of answer from REFERENCE are changed a little and played again. A daemon is emptied after each session: one that runs already is refused when it holds work specs.",
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
      calls: {
        value: "N",
        is: whole(1000),
        about: "calls in a session at most, without those that look at its end",
        default: "24",
      },
      path: {
        value: "PATH",
        is: text,
        about: "with --seed: only the session that a run found there",
        more: "the other options as they were in that run",
      },
      "test-clock": {
        about: "both daemons take 'advance SECONDS' on stdin, so that hours can pass",
        more: "coordinated -test-clock does",
      },
      "no-waits": { about: "no session waits", more: "otherwise one in 30 waits 1.3 s, for leases and locks that end" },
    },
    "What becomes of differences": {
      "keep-going": { about: "go on after a difference, and print a line for each distinct cause" },
      save: {
        value: "DIR",
        is: file,
        about: "where differences are saved",
        more: "otherwise $XDG_CACHE_HOME/coordinate-conformance/explored",
      },
      replay: { value: "ID", is: text, about: "play a saved difference again: fixed, or still there" },
      promote: { value: "ID", is: text, about: "make a golden of a saved difference, with the answers of REFERENCE" },
      to: { value: "DIR", is: file, about: "where the golden goes" },
      requires: {
        value: "CLAUSES",
        is: listOf(text),
        about: "the clauses that demand what it shows, with commas between them",
      },
    },
  },
  exits: { 0: "no difference, or it is fixed", 1: "a difference", 3: "a daemon could not be reached or emptied" },
  examples: [
    'explore --seed 7 --runs 100 "coordinated -cborrpc 127.0.0.1:{port}" localhost:5933',
    "explore --keep-going --time 60 'coordinated -cborrpc 127.0.0.1:{port}' 'my-daemon --port {port}'",
    "explore --test-clock --compare bytes 'coordinated -test-clock -cborrpc 127.0.0.1:{port}' 'my-daemon --test-clock --port {port}'",
    "explore --replay get_work-3f09ac",
    "explore --promote get_work-3f09ac --to mine --requires WORK-6",
  ],
});
