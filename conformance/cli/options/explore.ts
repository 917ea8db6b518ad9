// The options of `explore`, from which parsing, --help and completion are made.
import { file, listOf, seconds, text, whole } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const exploreTable = table({
  name: "explore",
  summary: "compare two live daemons on random sessions",
  usage: ["[options] REFERENCE OTHER", "--replay ID [REFERENCE OTHER]", "--promote ID --to DIR [REFERENCE]"],
  about: [
    "Sends the same random sessions to two daemons and compares their replies. The first daemon is assumed to be correct. A difference that no known divergence explains is shrunk to a shortest session with a similar difference, and saved under an ID.",
    "Sessions that got a new kind of reply from REFERENCE are mutated and played again. The daemons are cleared after each session; a running daemon that has work specs is refused.",
  ],
  groups: {
    "What to compare": {
      daemons: {
        words: "DAEMON",
        is: text,
        about: "HOST:PORT, or a command line as one argument",
        more: '{port} is replaced by a port on 127.0.0.1: "coordinated -cborrpc :{port}"',
      },
      peer: { ...shared.peer, about: "OTHER has the known divergences of this daemon" },
      compare: shared.compare,
      "allow-clear": shared.allowClear,
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
    },
    "Which sessions": {
      seed: shared.seed,
      runs: { value: "N", is: whole(), about: "number of sessions", default: "1000" },
      time: { value: "SECONDS", is: seconds, about: "stop after this time" },
      calls: {
        value: "N",
        is: whole(1000),
        about: "most calls in a session, not counting those that read the final state",
        default: "24",
      },
      path: {
        value: "PATH",
        is: text,
        about: "with --seed: play only the session that a run printed this path for",
        more: "needs the same other options as that run",
      },
      "test-clock": {
        about: "both daemons read 'advance SECONDS' on stdin: sessions may advance the clock by hours",
        more: "as coordinated -test-clock does",
      },
      "no-waits": {
        about: "no pauses in sessions",
        more: "by default one in 30 pauses for 1.3 s, so that leases and locks expire",
      },
    },
    "What to do with differences": {
      "keep-going": { about: "continue after a difference, and print a line for each distinct cause" },
      save: {
        value: "DIR",
        is: file,
        about: "where differences are saved",
        more: "default $XDG_CACHE_HOME/coordinate-conformance/explored",
      },
      replay: { value: "ID", is: text, about: "play a saved difference again and tell whether it is fixed" },
      promote: { value: "ID", is: text, about: "make a golden of a saved difference, with the replies of REFERENCE" },
      to: { value: "DIR", is: file, about: "folder for the golden" },
      requires: {
        value: "CLAUSES",
        is: listOf(text),
        about: "the clauses that the golden tests, separated by commas",
      },
    },
  },
  exits: {
    0: "no difference, or the saved one is fixed",
    1: "a difference",
    3: "a daemon could not be reached or cleared",
  },
  examples: [
    'explore --seed 7 --runs 100 "coordinated -cborrpc 127.0.0.1:{port}" localhost:5933',
    "explore --keep-going --time 60 'coordinated -cborrpc 127.0.0.1:{port}' 'my-daemon --port {port}'",
    "explore --test-clock --compare bytes 'coordinated -test-clock -cborrpc 127.0.0.1:{port}' 'my-daemon --test-clock --port {port}'",
    "explore --replay get_work-3f09ac",
    "explore --promote get_work-3f09ac --to mine --requires WORK-6",
  ],
});
