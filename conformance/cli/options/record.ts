// What `record` takes.
import { PINNED_CLIENT } from "../../python/client-version.ts";
import { address, cases, file, goldenName, text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const recordTable = table({
  name: "record",
  summary: "make goldens: of your own program, or the package's anew from the real Python client",
  usage: [
    "--to DIR [options] -- COMMAND...",
    "--to DIR [options] --proxy HOST:PORT --upstream HOST:PORT",
    "[options] [-- COMMAND...]",
  ],
  about: [
    "With --to: starts a daemon, a proxy and your program, twice, and makes one golden of all that the program's connections said, in its order. The proxy's address is in $COORDINATE_ADDRESS, and {config} in COMMAND stands for a yakonfig file that names it. What varies becomes a mask or a binding, and each is told. 'run --goldens DIR' then judges any daemon by it.",
    "Without --to: runs the upstream Python tests and the scenarios twice through a recording proxy, turns what varied into masks, plays the raw requests, plays every golden back, and writes the files that really changed. Nothing is written when a test fails, when nothing explains what varied, or when a golden differs as it is played back.",
    "What a daemon answers to the requests of the goldens is kept by 'run --save-replies FILE', not by this command.",
  ],
  groups: {
    "Your own program": {
      to: { value: "DIR", is: file, about: "where its golden goes", more: "a file for you alone (mode 0600)" },
      name: { value: "NAME", is: goldenName, about: "what the golden is called", more: "otherwise as the program" },
      upstream: { value: "HOST:PORT", is: address, about: "a daemon that is running, instead of the reference" },
      proxy: {
        value: "[HOST]:PORT",
        is: address,
        about: "record what clients of this address say, until Ctrl-C",
        more: "for programs that run already; needs --upstream",
      },
      once: { about: "one run is enough: what varies is told by rule" },
      redact: {
        value: "PATH",
        is: text,
        multiple: true,
        about: "take the values there out before anything is written",
        more: "the end of a path: password, config.password, params[2].data.token",
      },
      shared: { about: "others may read the golden (mode 0644)" },
    },
    "What to record of the package's goldens": {
      only: {
        value: "CASE",
        is: cases,
        multiple: true,
        about: "only these ids or globs",
        more: "other goldens are left alone, and none is removed",
      },
      check: { about: "write nothing; exit 1 when a recording would change something" },
      output: { value: "DIR", is: file, about: "another folder than the package's goldens" },
    },
    "From what": {
      command: {
        ...shared.command,
        about: "with --to your program",
        more: "otherwise another daemon than the reference, with --output and --daemon",
      },
      daemon: {
        value: "DAEMON",
        is: text,
        about: "with --to the command line of a daemon to start, {port} standing for its port",
        more: "otherwise the name and version of that after --, for the goldens' provenance",
      },
      client: {
        value: "CLIENT",
        is: file,
        about: "record the package's goldens with another client: see python --help",
        more: "with --check: what it sends otherwise",
        default: PINNED_CLIENT,
      },
      timeout: shared.timeout,
      "start-timeout": shared.startTimeout,
      python: shared.python,
      cache: shared.cache,
    },
  },
  wordsHint: "cases are chosen with --only",
  exits: {
    0: "all is as it was, or was written",
    1: "with --check, something would change",
    3: "it could not be recorded",
  },
  examples: [
    "record --to goldens -- python2.7 -m my_app.load -c {config}",
    "record --to goldens --redact password --once -- ./my-worker",
    "record --to goldens --proxy :5932 --upstream 10.0.0.7:5932",
    "record --check",
    "record --only 'wire/*'",
  ],
});
