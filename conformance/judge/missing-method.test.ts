import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import type { ExchangeStep } from "../golden/format.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import type { Difference } from "./difference.ts";
import { type Short, sortDifferences } from "./known.ts";
import { failedCalls } from "./missing-method.ts";

const errorOf = (message: string) => frameOf(assemble(`{'id': 1, 'error': {'message': "${message}"}}`));

/** A step whose expected reply has this notation. */
const step = (number: number, call: string, says: string): ExchangeStep =>
  exchangeOf({ number, call: [call], replies: [{ bytes: replyOf(says), says, masks: [] }] });

const golden = goldenOf([
  step(1, "delete_namespace('n')", "0"),
  step(2, "count_work_units('s')", "[{}, null]"),
  step(3, "worker_heartbeat('w', 'RUN', 1, {}, '')", "null"),
  step(4, "list_worker_modes()", '[{"w": "RUN"}, null]'),
]);

/** The replies of a daemon that has none of these methods. */
const without = (...methods: string[]) =>
  golden.steps.flatMap((each) => {
    if (each.kind === "wait") return [];
    const method = methods.find((name) => each.call[0]?.startsWith(name));
    const reply = method === undefined ? replyOf("[{}, null]") : errorOf(`no such method: ${method}`);
    return [{ step: each.number, sentAt: 0, receivedAt: 0, replies: [reply], rest: new Uint8Array(), closed: false }];
  });

const difference = (at: number): Difference => {
  return { step: at, reply: 1, path: "result", kind: "missing", expected: "1", got: "nothing", offset: 0 };
};
const entry = (method: string, says?: string): Short => {
  return { point: "", reason: "r", cases: undefined, missing: { method, says }, flaky: false, file: "x.yaml", line: 1 };
};

/** The steps with differences that the entry does not cover. */
function left(one: Short, played: ReturnType<typeof without>, steps: readonly number[]): number[] {
  const sorted = sortDifferences(golden, steps.map(difference), { known: [], shorts: [one] }, played);
  return sorted.unexpected.map((each) => each.step);
}

describe("an entry for a method that is missing", () => {
  it("stands for the error replies to its calls, and for nothing that comes later where the call only looks", () => {
    expect(left(entry("count_work_units"), without("count_work_units"), [1, 2, 4])).toEqual([1, 4]);
  });

  it("stands for what comes later where the call would have changed something", () => {
    expect(left(entry("worker_heartbeat"), without("worker_heartbeat"), [2, 3, 4])).toEqual([2]);
  });

  it("stands for nothing that comes later where the call changes nothing even where it is there", () => {
    expect(left(entry("delete_namespace"), without("delete_namespace"), [1, 4])).toEqual([4]);
  });

  it("stands for no other error than the one that it names", () => {
    const played = without("count_work_units");
    expect(left(entry("count_work_units", "no such method: count_work_units"), played, [2])).toEqual([]);
    expect(left(entry("count_work_units", "out of memory"), played, [2])).toEqual([2]);
  });

  it("stands for an error reply that names the method, where the golden has no words for the request", () => {
    const cut = goldenOf([step(1, "h'd818'", "null")]);
    const played = [{ ...without()[0], step: 1, sentAt: 0, receivedAt: 0, closed: false }].map((each) => {
      return { ...each, replies: [errorOf("no such method CountWorkUnits")], rest: new Uint8Array() };
    });
    const one = { known: [], shorts: [entry("count_work_units", "no such method count_work_units")] };
    expect(sortDifferences(cut, [difference(1)], one, played).unexpected).toEqual([]);
  });

  it("is the one that a difference counts for, before that of a method which was called earlier", () => {
    const line = (method: string, line: number) => ({ ...entry(method), line });
    const entries = { known: [], shorts: [line("worker_heartbeat", 5), line("list_worker_modes", 6)] };
    const played = without("worker_heartbeat", "list_worker_modes");
    const { listed, unexpected } = sortDifferences(golden, [difference(3), difference(4)], entries, played);
    expect(unexpected).toEqual([]);
    expect(listed.map(({ from, count }) => [from, count])).toEqual([
      ["x.yaml:5", 1],
      ["x.yaml:6", 1],
    ]);
  });

  it("stands for no reply that is no error", () => {
    expect(left(entry("count_work_units"), without(), [2])).toEqual([2]);
  });
});

describe("failedCalls()", () => {
  it("shows what cannot be seen in a message, so that a file can hold it", () => {
    const played = [{ step: 2, replies: [errorOf("\\u001b[31mno\\u202e")] }];
    expect(failedCalls(golden, played)).toMatchObject([{ says: "\\u001b[31mno\\u202e" }]);
  });

  it("names the method in its usual spelling, whatever the request and the message have", () => {
    const spelled = goldenOf([step(1, "24(<<{'params': [], 'id': 1, 'method': 'CountWorkUnits'}>>)", "null")]);
    const played = [{ step: 1, replies: [errorOf("no Count_work_units here")] }];
    expect(failedCalls(spelled, played)).toMatchObject([
      { method: "count_work_units", says: "no count_work_units here" },
    ]);
  });
});
