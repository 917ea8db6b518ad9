// What `python` takes.

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
    "Runs the real Python tests of `coordinate`, unmodified, against a daemon. A test that the daemon answered no call of fails, so that none can pass on a server of its own. The packages are fetched once and kept; no compiler is needed.",
  ],
  groups: {
    "What to measure": {
      address: shared.address,
      command: shared.command,
      "allow-clear": { ...shared.allowClear, about: "the daemon may lose the work specs that it holds" },
      fresh: { about: "start the command anew for each test", more: "the Python daemon needs that", again: true },
      "test-clock": {
        about: "the command has a clock that stands still but for lines 'advance SECONDS' on its stdin",
        more: "the tests of --tests server move it; the others do not run then",
        again: true,
      },
      "start-timeout": shared.startTimeout,
    },
    "Which tests": {
      tests: {
        value: "SUITE",
        is: { read: suitesOf, completes: () => [...SUITES.map(({ name }) => name), "all"] },
        about: "one of these, or several as core,workers, or all",
        default: "core",
        choices: SUITES.map(({ name, summary }) => [name, summary] as const),
        again: true,
      },
      keyword: {
        value: "EXPRESSION",
        is: text,
        short: "k",
        about: "only tests whose names match, as pytest's -k",
      },
    },
    "Which client": {
      client: {
        value: "CLIENT",
        is: file,
        multiple: true,
        about: `${PINNED_CLIENT}, or a source tree, a wheel, a source archive, or the URL of one`,
        more: "a URL may end with #sha256=HEX; each client is a run of its own",
        default: PINNED_CLIENT,
        again: true,
      },
    },
    "Which Python": {
      python: shared.python,
      "require-python": { about: "without one, exit 3", more: "otherwise the tests count as not run" },
      cache: shared.cache,
      exec: { about: "run that Python with the arguments after --, with the real client's packages to import" },
    },
    "What to print": {
      report: shared.report,
      verbose: shared.verbose,
    },
  },
  wordsHint: "tests are chosen with --tests and -k",
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
