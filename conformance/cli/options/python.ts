// The options of `python`, from which parsing, --help and completion are made.

import { PINNED_CLIENT } from "../../python/client-version.ts";
import { HOW_TO_GET_ONE } from "../../python/how-to-get-one.ts";
import { SUITES, suitesOf } from "../../python/suites.ts";
import { file, text } from "../table/kinds.ts";
import { table } from "../table/table.ts";
import * as shared from "./shared.ts";

export const pythonTable = table({
  name: "python",
  summary: "run the real Python tests against a daemon",
  usage: ["[options] --address HOST:PORT", "[options] -- COMMAND...", "--exec [options] -- ARGUMENT..."],
  about: [
    "Runs the real Python tests of `coordinate`, unmodified, against a daemon. A test fails unless the daemon answered at least one of its calls, so that no test can pass without using the daemon. The Python packages are downloaded once and cached; no compiler is needed.",
  ],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      "allow-clear": { ...shared.allowClear, about: "allow deleting all data of the daemon at the address" },
      fresh: { about: "restart the command for each test", more: "the Python daemon needs that", again: true },
      "test-clock": {
        about: "the command's clock stands still, and advances on lines 'advance SECONDS' on its stdin",
        more: "required by --tests server; the other tests cannot run with it",
        again: true,
      },
      "start-timeout": shared.startTimeout,
    },
    "Which tests": {
      tests: {
        value: "SUITE",
        is: { read: suitesOf, completes: () => [...SUITES.map(({ name }) => name), "all"] },
        about: "one of these, several separated by commas, or all",
        default: "core",
        choices: SUITES.map(({ name, summary }) => [name, summary] as const),
        again: true,
      },
      keyword: {
        value: "EXPRESSION",
        is: text,
        short: "k",
        about: "only tests whose names match, like -k of pytest",
      },
    },
    "Which client": {
      client: {
        value: "CLIENT",
        is: file,
        multiple: true,
        about: `${PINNED_CLIENT}, or a source tree, a wheel, a source archive, or the URL of one`,
        more: "a URL may end with #sha256=HEX; the tests run once for each client",
        default: PINNED_CLIENT,
        again: true,
      },
    },
    "Which Python": {
      python: shared.python,
      "require-python": {
        about: "exit with 3 if there is no Python 2.7",
        more: "by default the tests are then reported as not run",
      },
      cache: shared.cache,
      exec: { about: "run this Python with the arguments after --, with the real client's packages on its path" },
    },
    "What to print": {
      report: shared.report,
      verbose: shared.verbose,
    },
  },
  wordsHint: "select tests with --tests and -k",
  notes: HOW_TO_GET_ONE,
  exits: { 0: "all passed", 1: "a test failed", 2: "wrong usage or nothing ran", 3: "it could not be measured" },
  examples: [
    "python -- coordinated -cborrpc 127.0.0.1:{port}",
    "python --tests all --report junit=python.xml --report pretty --address localhost:5932",
    "python --tests all --client 0.1.5 --client ../coordinate -- coordinated -cborrpc 127.0.0.1:{port}",
    "python --tests server --test-clock -- coordinated -test-clock -cborrpc 127.0.0.1:{port}",
    "python --exec -- -m coordinate.coordinatec --help",
    "python --fresh -- coordinate-conformance python --exec -- -m coordinate.run --port {port}",
  ],
});
