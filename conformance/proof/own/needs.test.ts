import { describe, expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { describeReply, describeRequests } from "../../golden/describe.ts";
import type { Golden } from "../../golden/format.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import { replyFrame } from "../../record/testing/session.ts";
import type { Turn } from "../../traffic/turn.ts";
import { needsOf } from "./needs.ts";

const turn = (method: string, params: string, result: string): Turn => ({
  conn: 1,
  send: requestFrame(1, method, params),
  reply: replyFrame(1, result),
  closed: false,
  sentAt: 1,
  receivedAt: 1,
});

function golden(id: string, requires: readonly string[], ...turns: readonly Turn[]): Golden {
  const steps = turns.map(({ send, reply = new Uint8Array() }, i) =>
    exchangeOf({
      number: i + 1,
      call: describeRequests(send),
      sends: [send],
      replies: [{ bytes: reply, says: describeReply(reply), masks: [] }],
    }),
  );
  return goldenOf(steps, { id, file: id, title: id, requires });
}

const empty = (spec: string, options = "{}") => turn("get_work_units", `'${spec}', ${options}`, "[[], null]");
const filled = turn("get_work_units", "'s', {}", "[[128(['u', {}])], null]");
const suite = [golden("units/none", ["UNIT-47", "WORK-1", "K1"], empty("a"), filled)];
const known = (step: number, point: string) => ({
  case: "units/none",
  step,
  point,
  reason: `${point} is so`,
  reply: 1,
  path: "[0]",
  kind: "type",
  got: "null",
  varies: false,
  flaky: false,
  file: "f",
  line: 1,
});
const go = { name: "go", known: [known(1, "K1"), known(2, "K2")] };

describe("needsOf()", () => {
  it("counts methods, and tells shapes of calls that no golden has with how often they came", () => {
    const needs = needsOf([empty("x"), empty("y", "{'limit': 1}"), empty("y", "{'limit': 2}")], suite, []);
    expect(needs).toMatchObject({ calls: 3, methods: ["get_work_units"], shapes: 2 });
    expect(needs.unseen).toEqual([{ shape: "get_work_units(bytes, {limit})", count: 2 }]);
  });

  it("names the clauses about its methods that goldens with such calls demand", () => {
    expect(needsOf([empty("x")], suite, []).clauses).toEqual(["UNIT-47"]);
    expect(needsOf([turn("now", "", "1")], suite, []).clauses).toEqual([]);
  });

  it("names the points at which a known daemon differs for such a call and such a reply alone", () => {
    const shapes = ["get_work_units(bytes, {})"];
    const points = (...turns: readonly Turn[]) => needsOf(turns, suite, [go]).daemons[0]?.points;
    expect(points(empty("x"))).toEqual([{ point: "K1", reason: "K1 is so", shapes }]);
    expect(points(filled)).toEqual([{ point: "K2", reason: "K2 is so", shapes }]);
    expect(points(turn("now", "", "1"))).toEqual([]);
  });

  it("leaves out what a golden came to after calls of other shapes", () => {
    const other = [golden("units/none", [], turn("clear", "", "0"), empty("a"))];
    const late = { name: "go", known: [known(2, "K1")] };
    expect(needsOf([empty("x")], other, [late]).daemons[0]?.points).toEqual([]);
    expect(needsOf([turn("clear", "", "0"), empty("x")], other, [late]).daemons[0]?.points).toHaveLength(1);
  });
});
