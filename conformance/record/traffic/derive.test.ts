import { describe, expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { describeRequests } from "../../golden/describe.ts";
import type { StepSource } from "../../golden/format.ts";
import type { Turn } from "../../traffic/turn.ts";
import { replyFrame } from "../testing/session.ts";
import { deriveFromTraffic } from "./derive.ts";

type Call = readonly [call: string, result: string | undefined, sentAt?: number | undefined, conn?: number];

const turnsOf = (...calls: readonly Call[]): Turn[] =>
  calls.map(([call, result, sentAt = 1_795_470_000, conn = 1], i) => {
    const open = call.indexOf("(");
    const send = requestFrame(i + 1, call.slice(0, open), call.slice(open + 1, -1));
    return {
      conn,
      send,
      reply: result === undefined ? undefined : replyFrame(i + 1, result),
      closed: result === undefined,
      sentAt,
      receivedAt: sentAt + 0.01,
    };
  });
const once = (...calls: readonly Call[]) => deriveFromTraffic(turnsOf(...calls), undefined);
const masksOf = (step: StepSource | undefined) =>
  step?.kind === "exchange" ? step.replies.flatMap(({ masks }) => masks.map(({ line: _, ...mask }) => mask)) : [];
const bindingsOf = (step: StepSource | undefined) =>
  step?.kind === "exchange" ? step.bindings.map(({ at, name }) => [at, name]) : [];
const sentIn = (step: StepSource | undefined) =>
  step?.kind === "exchange" ? describeRequests(Buffer.concat(step.sends)) : [];

describe("deriveFromTraffic() of one recording", () => {
  it("masks nothing to which no rule applies", () => {
    const { steps, told } = once(
      ["set_work_spec({'name': 's'})", "[true, null]"],
      ["count_work_units('s')", "[{1: 4}, null]"],
    );
    expect(steps.flatMap(masksOf)).toEqual([]);
    expect(told).toEqual([]);
  });

  it("masks a time near the request, but not one that a client sent", () => {
    const { steps, told } = once(
      ["add_work_units('s', [['u', {'born': 1795470000}]])", "[true, null]"],
      ["get_work_units('s', {})", "[[128(['u', {\"born\": 1795470000}])], null]"],
      ["get_work_unit_status('s', ['u'])", '[[{"expiration": 1795470300.5_3}], null]'],
    );
    expect(steps.map(masksOf)).toEqual([[], [], [{ at: "[0][0].expiration", is: "time", offset: 301, within: 2 }]]);
    expect(told).toEqual(["step 3 [0][0].expiration: now+301 ±2 s"]);
  });

  it("masks no time that a client sent, if the daemon repeats it in a shorter head", () => {
    const { steps, told } = once(
      ["add_work_units('s', [['u', {'born': 1795470000_3}]])", "[true, null]"],
      ["get_work('w', {})", '[128(["s", \'u\', {"born": 1795470000}]), null]'],
    );
    expect([steps.map(masksOf), told]).toEqual([[[], []], []]);
  });

  it("binds a key that the daemon generated, and inserts it where the client sends it back", () => {
    const { steps } = once(
      ["get_work('w', {})", "[128([\"s\", '1795470190.12', {}]), null]"],
      ["update_work_unit('s', '1795470190.12', {'status': 4})", "[true, null]"],
    );
    expect(masksOf(steps[0])).toEqual([{ at: "[0][1]", is: "new-name", name: "name-1", like: "\\d{10}\\.\\d{2}" }]);
    expect(bindingsOf(steps[1])).toEqual([["params[1]", "name-1"]]);
  });

  it("binds a second key of the same second, even after a client has sent back the first", () => {
    const { steps } = once(
      ["get_work('w', {})", "[128([\"s\", '1795470190.12', {}]), null]"],
      ["update_work_unit('s', '1795470190.12', {'status': 4})", "[true, null]"],
      ["get_work('w', {})", "[128([\"s\", '1795470190.99', {}]), null]"],
    );
    expect(masksOf(steps[2])).toMatchObject([{ is: "new-name", name: "name-2" }]);
  });

  it("waits where the clients paused, and extends the tolerance of times by pauses without a wait", () => {
    const { steps } = once(["clear()", "0", 1_795_470_000], ["now()", "1795470003", 1_795_470_003.04]);
    expect(steps[1]).toEqual({ kind: "wait", seconds: 3 });
    expect(masksOf(steps[2])).toEqual([{ at: "result", is: "time", offset: 0, within: 3 }]);
  });

  it("keeps the connection of each call, and a close without a reply", () => {
    const { steps } = once(["clear()", "0", undefined, 1], ["now()", undefined, undefined, 2]);
    expect(steps).toMatchObject([
      { conn: 1, closes: false },
      { conn: 2, closes: true, replies: [] },
    ]);
  });

  const drawing = (then: string): Call[] => [
    [`set_work_spec({'name': 'a'${then}})`, "[true, null]"],
    ["set_work_spec({'name': 'b'})", "[true, null]"],
    ["get_work('w', {'max_jobs': 1})", '[128(["a", \'u1\', {"n": 1}]), null]'],
    ["update_work_unit('a', 'u1', {'status': 4})", "[true, null]"],
    ["get_work('w', {'max_jobs': 1})", "[128([\"b\", 'v1', {}]), null]"],
  ];

  it("accepts any unit that the daemon may draw, and updates the drawn one", () => {
    const { steps } = once(...drawing(""));
    expect(masksOf(steps[2])).toEqual([
      { at: "[0][0]", is: "new-name", name: "name-1", like: "(?:a|b)" },
      { at: "[0][1]", is: "new-name", name: "name-2", like: "(?:u1|v1)" },
      { at: "[0][2]", is: "one-of", of: ['{"n": 1}', "{}"] },
    ]);
    expect(bindingsOf(steps[3])).toEqual([
      ["params[0]", "name-1"],
      ["params[1]", "name-2"],
    ]);
    expect(masksOf(steps[4])).toEqual([]);
  });

  it("asks for the drawn work spec by name if units chain to others, and reports it", () => {
    const { steps, told } = once(...drawing(", 'then': 'b'"));
    expect(sentIn(steps[2])).toEqual(["get_work('w', {'max_jobs': 1, 'work_spec_names': ['a']})"]);
    expect(masksOf(steps[2])).toEqual([]);
    expect(told).toEqual(["step 3: asks for work spec a, which was drawn by lot"]);
  });
});

describe("deriveFromTraffic() of two recordings", () => {
  const twice = (first: readonly Call[], second: readonly Call[]) =>
    deriveFromTraffic(turnsOf(...first), turnsOf(...second));

  it("sends what the client sent in the first run if it varies, and reports it", () => {
    const run = (id: string): Call[] => [[`get_worker_info('${id}')`, `[{"worker_id": '${id}'}, null]`]];
    const { steps, told } = twice(run("host-12"), run("host-7"));
    expect(steps.flatMap(masksOf)).toEqual([]);
    expect(told).toEqual(["call 1 params[0]: the client sent 'host-12', then 'host-7'; the golden sends the first"]);
  });

  it("masks a name without a long number if it differs in the second recording", () => {
    const { steps } = twice([["f()", "'job-7'"]], [["f()", "'job-8'"]]);
    expect(steps.flatMap(masksOf)).toEqual([{ at: "result", is: "new-name", name: "name-1", like: "job-\\d{1}" }]);
  });

  it("uses rules alone from the point where the second run drew another work spec", () => {
    const run = (unit: string, rest: readonly Call[]): Call[] => [["get_work('w', {})", `[${unit}, null]`], ...rest];
    const { told } = twice(
      run("128([\"a\", 'u', {}])", [["f()", "1"]]),
      run("128([\"b\", 'v', {}])", [
        ["g()", "2"],
        ["g()", "3"],
      ]),
    );
    expect(told[0]).toMatch(/^call 1: the second run drew another work spec/);
  });

  it.each<[string, readonly Call[], readonly Call[], string]>([
    ["a varying value that no mask allows", [["f()", "1"]], [["f()", "90"]], "unexplained"],
    ["a longer list", [["f()", "[1]"]], [["f()", "[1, 2]"]], "unexplained"],
    ["another method", [["f()", "1"]], [["g()", "1"]], "unlike"],
    [
      "an additional call",
      [["f()", "1"]],
      [
        ["f()", "1"],
        ["f()", "1"],
      ],
      "unlike",
    ],
    ["another connection", [["f()", "1"]], [["f()", "1", undefined, 2]], "unlike"],
  ])("refuses %s", (_, first, second, code) => {
    expect(() => twice(first, second)).toThrow(expect.objectContaining({ code }));
  });
});
