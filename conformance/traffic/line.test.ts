import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { replyFrame } from "../record/testing/session.ts";
import { type Filter, isWanted, lineOf } from "./line.ts";
import type { Turn } from "./turn.ts";

const turn = (method: string, params: string, result?: string): Turn => ({
  conn: 3,
  send: requestFrame(1, method, params),
  reply: result === undefined ? undefined : replyFrame(1, result),
  closed: result === undefined,
  sentAt: 1_795_470_000.25,
  receivedAt: 1_795_470_000.2515,
});
const text = (each: Turn, width?: number) =>
  lineOf(each, width)
    .map((part) => part.text)
    .join(" ");

describe("lineOf()", () => {
  it("tells when, where, what, the answer, and how long it took", () => {
    expect(text(turn("get_work", "'w', {}", "[null, null]"))).toBe(
      "21:40:00.250 #3 get_work('w', {}) -> [null, null] 1.5 ms",
    );
  });

  it("tells that the connection closed instead of a reply", () => {
    expect(lineOf(turn("clear", "")).find(({ is }) => is === "error")?.text).toBe("-> closed");
  });

  it("cuts long calls and replies to the width", () => {
    expect(text(turn("get_work", "'a-long-worker', {}", "'a long reply'"), 10)).toBe(
      "21:40:00.250 #3 get_work(… -> 'a long r… 1.5 ms",
    );
  });

  it("counts seconds from the start where there are no times", () => {
    expect(text({ ...turn("clear", "", "0"), sentAt: 1.5, receivedAt: 1.5 })).toBe("+1.500 #3 clear() -> 0 0.0 ms");
  });
});

describe("isWanted()", () => {
  const drawn = turn("get_work", "'w1', {'work_spec_names': ['b']}", "[128([\"a\", 'u', {}]), null]");
  const update = turn("update_work_unit", "'a', 'u', {'worker_id': 'w1'}", "[true, null]");
  const define = turn("set_work_spec", "{'name': 'a'}", "[true, null]");
  it.each<[string, Filter, readonly boolean[]]>([
    ["everything without a filter", {}, [true, true, true]],
    ["a method", { method: (name) => name.endsWith("_work") }, [true, false, false]],
    ["the worker named in a call", { worker: "w1" }, [true, true, false]],
    ["another worker", { worker: "w2" }, [false, false, false]],
    ["the work spec named in a call, or chosen by get_work", { spec: "a" }, [true, true, true]],
    ["a work spec requested in get_work", { spec: "b" }, [true, false, false]],
    [
      "all of them together",
      { spec: "a", worker: "w1", method: (name) => name.startsWith("update") },
      [false, true, false],
    ],
  ])("takes %s", (_, filter, wanted) => {
    expect([drawn, update, define].map((each) => isWanted(each, filter))).toEqual(wanted);
  });
});
