// A sample run with every outcome and text that needs escaping, for the printers' tests.
import type { Finding, Result, Run } from "../../run/result.ts";
import type { Style } from "../printer.ts";

/** As a report is printed to a file. */
export const plainStyle: Style = {
  colour: false,
  columns: undefined,
  verbose: false,
  goldens: () => [],
  kills: () => [],
  again: (id) => `run ${id}`,
};

const finding: Finding = {
  step: 2,
  reply: 1,
  path: "[0].status",
  kind: "value",
  expected: "3",
  got: '"a<b>&]]> #1 \\\u0001 é"',
  offset: 17,
  line: 12,
  call: ["get_work_unit_status('s', ['u'])"],
  sent: "d81840",
  recorded: "d81841f5",
  replied: "d81841f6",
};

const base: Result = {
  suite: "golden",
  case: "work/one",
  outcome: "passed",
  milliseconds: 1.25,
  file: "conformance/goldens/work/one.yaml",
  title: "a unit, finished",
  reason: undefined,
  detail: undefined,
  differences: [],
  expected: 0,
  listed: [],
  requires: ["CONF-2", "K8"],
  stale: [],
  bytes: { compared: 100, masked: 4 },
};

/** passed, diverged with two differences, not run, unmeasured, and a diverged Python test; two problems. */
export const sampleRun: Run = {
  daemon: "127.0.0.1:5932",
  compare: "ordered",
  peer: undefined,
  tool: "coordinate-conformance 0.0.0",
  without: [],
  errors: "exact",
  require: undefined,
  startedAt: "2026-11-24T10:00:00.000Z",
  milliseconds: 1234.5,
  problems: [
    { outcome: "unmeasured", message: "the daemon exited with code 1; the end of its stderr:\n  50%, bang" },
    { outcome: "diverged", message: "peers/x/divergences.yaml:3: there is no case 'gone'" },
  ],
  results: [
    base,
    {
      ...base,
      case: "work/two",
      file: "conformance/goldens/work/two.yaml",
      outcome: "diverged",
      title: "what # skip differs",
      reason: "step 2 [0].status value: expected 3, got <4> # 100%\nand more",
      differences: [finding, { ...finding, path: "connection", kind: "closed", reply: 0, offset: undefined }],
      stale: ["divergences.yaml:7 (K1) step 4"],
    },
    {
      ...base,
      case: "wire/three",
      outcome: "not-run",
      reason: "skipped by request",
      bytes: { compared: 0, masked: 0 },
    },
    {
      ...base,
      case: "wire/four",
      outcome: "unmeasured",
      reason: "the daemon is gone",
      bytes: { compared: 0, masked: 0 },
    },
    {
      ...base,
      suite: "python",
      requires: [],
      case: "test_task_master.py::test_clear",
      outcome: "diverged",
      file: undefined,
      title: "test_clear",
      reason: "AssertionError",
      detail: "def test_clear():\n>   assert 1 == 2\nE   assert 1 == 2",
    },
  ],
};

/** The same run when all went well. */
export const goodRun: Run = { ...sampleRun, problems: [], results: [base, { ...base, case: "work/two" }] };
