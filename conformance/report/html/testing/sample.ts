// A sample run with every kind of outcome, made with the real loader and judge, with untrusted text in all fields.
import { Buffer } from "node:buffer";
import { assemble } from "../../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../../cbor/frame.ts";
import { describeReply } from "../../../golden/describe.ts";
import type { Golden } from "../../../golden/format.ts";
import { parseGolden } from "../../../golden/load.ts";
import { judge } from "../../../judge/judge.ts";
import type { Finding, Result, Run } from "../../../run/result.ts";
import type { ReportInput } from "../report.ts";

const HOSTILE = `<script>document.title = "owned"</script><img src=x onerror=alert(1)>"'&\u0007\u202e`;

const STATUS_ANSWER = `[[{"status": 3, "expiration": 1795459517, "worker_id": "w"}], null]`;

/** The frame of a reply with this result, in notation. */
export const replyFrame = (id: number, result: string) => frameOf(assemble(`{'id': ${id}, 'result': ${result}}`));

type Exchange = { method: string; params: string; result: string; masks?: string };

/** A golden of plain exchanges. */
export function goldenOf(id: string, title: string, exchanges: readonly Exchange[]): Golden {
  const steps = exchanges.map(({ method, params, result, masks }, at) => {
    const frame = replyFrame(at + 1, result);
    return [
      `  - call: ${JSON.stringify(`${method}(${params})`)}`,
      `    send: ${requestFrame(at + 1, method, params).toString("hex")}`,
      `    reply: ${frame.toString("hex")}`,
      `    says: ${JSON.stringify(describeReply(frame))}`,
      ...(masks === undefined ? [] : [`    masks: ${masks}`]),
    ].join("\n");
  });
  const recorded =
    "{daemon: reference 0.1.0, client: coordinate 0.1.5 / CPython 2.7.18, command: record, at: 2026-11-24}";
  return parseGolden(
    id,
    `${id}.yaml`,
    `version: 1\ntitle: ${title}\nrequires: [K3, WORK-19]\nrecorded: ${recorded}\nsteps:\n${steps.join("\n")}\n`,
  );
}

/** The result of a golden that was answered with these frames. */
export function judged(golden: Golden, answers: readonly Uint8Array[]): Result {
  const played = answers.map((answer, at) => ({
    step: at + 1,
    sentAt: 1795459217,
    receivedAt: 1795459217,
    replies: [answer],
    rest: new Uint8Array(),
    closed: false,
  }));
  const { differences, bytes } = judge(golden, played, "bytes");
  const replied = answers.map((answer) => Buffer.from(answer).toString("hex"));
  const findings = differences.map((difference): Finding => {
    const step = golden.steps[difference.step - 1];
    return {
      ...difference,
      line: step?.line ?? 0,
      call: step?.kind === "exchange" ? step.call : [],
      sent: "",
      recorded: "",
      replied: replied[difference.step - 1] ?? "",
    };
  });
  const [first] = findings;
  return {
    ...result(golden.id, first === undefined ? "passed" : "diverged"),
    title: golden.title,
    reason: first && `step ${first.step} ${first.path} ${first.kind}: expected ${first.expected}, got ${first.got}`,
    differences: findings,
    bytes,
  };
}

export function result(id: string, outcome: Result["outcome"]): Result {
  return {
    suite: "golden",
    case: id,
    outcome,
    milliseconds: 12.3,
    file: undefined,
    title: `about ${id}`,
    reason: outcome === "passed" ? undefined : `because of ${id}`,
    detail: undefined,
    differences: [],
    expected: 0,
    listed: [],
    requires: ["K3", "WORK-19"],
    stale: [],
    bytes: { compared: 0, masked: 0 },
  };
}

export function sampleReport(): ReportInput {
  const status = goldenOf("flow/status", "a unit that is being worked on", [
    { method: "add_work_units", params: `'spec', [128(['u', {"k": 1.0_3}])]`, result: "[true, null]" },
    {
      method: "get_work_unit_status",
      params: "'spec', ['u']",
      result: STATUS_ANSWER,
      masks: `[{at: "[0][0].expiration", is: now+300, within: 2}, {at: "[0][0].worker_id", is: one of, of: ['"w"', '"v"']}]`,
    },
  ]);
  const encoding = goldenOf("wire/encoding", "numbers keep their width", [
    {
      method: "get_work_units",
      params: "'spec', {}",
      result: `[[128(['u', {"k": 1.0_3, "text": "abcdefgh"}])], null]`,
    },
  ]);
  const hostile = goldenOf("wire/hostile", "what a daemon may answer", [
    { method: "get_config", params: "", result: `["quiet", null]` },
  ]);
  const results: Result[] = [
    judged(status, [replyFrame(1, "[true, null]"), replyFrame(2, STATUS_ANSWER)]),
    judged(encoding, [replyFrame(1, `[[128(["u", {"k": 1, "text": "abcdefgh"}])], null]`)]),
    judged(hostile, [replyFrame(1, `[${JSON.stringify(HOSTILE)}, null]`)]),
    ...["flow/add", "flow/chain", "flow/retry", "locks/lock", "locks/renew"].map((id) => result(id, "passed")),
    { ...result("specs/skipped", "not-run"), reason: "skipped by request" },
    { ...result("specs/broken", "unmeasured"), reason: HOSTILE },
    {
      ...result("coordinate/tests/test_job_client.py::test_example", "diverged"),
      suite: "python",
      detail: `Traceback (most recent call last):\n  File "x.py", line 1\n${HOSTILE}`,
    },
  ];
  const run: Run = {
    results,
    daemon: `127.0.0.1:5932 ${HOSTILE}`,
    compare: "bytes",
    tool: "coordinate-conformance 0.0.0",
    without: [],
    errors: "exact",
    require: undefined,
    peer: "go-coordinate",
    startedAt: "2026-11-24T00:00:00.000Z",
    milliseconds: 4321,
    problems: [{ outcome: "unmeasured", message: `the daemon ended: ${HOSTILE}` }],
  };
  return {
    run,
    goldens: [status, encoding, hostile],
    coverage: [
      {
        group: "option",
        name: "get_work lease_time",
        goldens: ["flow/status", "flow/add", "flow/chain", "flow/retry"],
        reason: undefined,
      },
      { group: "option", name: "get_work available_gb", goldens: [], reason: "no daemon looks at it" },
      { group: "error", name: "cannot decode key paths", goldens: [], reason: undefined },
    ],
    kills: [
      { mutant: "wrong-id", wrong: "replies carry the id plus one", level: "python", kills: 7, first: "flow/add" },
      { mutant: "narrow-float", wrong: "1.0 as a half", level: "bytes", kills: 1, first: "elsewhere/encoding" },
      { mutant: "polite", wrong: HOSTILE, level: null, kills: 0, first: null },
    ],
  };
}
