import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { GOLDENS } from "../package-files.ts";
import { allClauses } from "../protocol/protocol.ts";
import { createInvariants } from "./invariants.ts";
import { loadTraffic } from "./load.ts";
import type { Turn } from "./turn.ts";

function turn(call: string, message: string, sentAt = 1000): Turn {
  const open = call.indexOf("(");
  const send = requestFrame(1, call.slice(0, open), call.slice(open + 1, -1));
  return { conn: 1, send, reply: frameOf(assemble(message)), closed: false, sentAt, receivedAt: sentAt };
}
const result = (call: string, notation: string, sentAt?: number) =>
  turn(call, `{'id': 1, 'result': ${notation}}`, sentAt);
const clauses = (...turns: readonly Turn[]) => {
  const invariants = createInvariants();
  return turns.flatMap((each) => invariants.judge(each).map(({ clause }) => clause));
};
const unit = (key: string) => `[128(["s", '${key}', {}]), null]`;

describe("createInvariants()", () => {
  it.each<[string, Turn, string]>([
    ["null for an empty list", result("get_work_units('s', {})", "[null, null]"), "reply-get_work_units"],
    ["another id", turn("f()", "{'id': 2, 'result': 1}"), "MSG-9"],
    ["no result", turn("f()", "{'id': 1}"), "MSG-25"],
    ["an additional entry", turn("f()", "{'id': 1, 'result': 1, 'x': 2}"), "MSG-24"],
    ["an error without a message", turn("f()", "{'id': 1, 'error': {}}"), "MSG-29"],
    ["a longer head", result("f()", "1_1"), "FRAME-5"],
    ["an indefinite list", result("f()", "[_ 1, 2]"), "FRAME-6"],
    ["a short float", result("f()", "1.0_1"), "FRAME-7"],
    ["units out of order", result("get_work_units('s', {})", "[[128(['b', {}]), 128(['a', {}])], null]"), "UNIT-47"],
    ["work specs out of order", result("list_work_specs({})", `[[{"name": "b"}, {"name": "a"}], null]`), "SPEC-38"],
    [
      "more units than max_jobs",
      result("get_work('w', {'max_jobs': 1})", `[[128(["s", 'a', {}]), 128(["s", 'b', {}])], null]`),
      "WORK-6",
    ],
  ])("complains of %s", (_, each, clause) => {
    expect(clauses(each)).toEqual([clause]);
    expect(allClauses().has(clause) || clause.startsWith("reply-")).toBe(true);
  });

  it("complains of bytes behind the message, and of a frame without its tag", () => {
    const whole = Buffer.concat([assemble("{'id': 1, 'result': 1}"), Buffer.of(0)]);
    expect(clauses({ ...turn("f()", "1"), reply: frameOf(whole) })).toEqual(["FRAME-2"]);
    expect(clauses({ ...turn("f()", "1"), reply: assemble("{'id': 1}") })).toEqual(["FRAME-2"]);
  });

  const hand = (worker: string, at: number) => result(`get_work('${worker}', {'lease_time': 100})`, unit("u"), at);

  it("complains of a unit that a second worker gets while the first one has it", () => {
    expect(clauses(hand("a", 1000), hand("b", 1050))).toEqual(["WORK-9"]);
  });

  it.each<[string, readonly Turn[]]>([
    ["the same worker", [hand("a", 1000), hand("a", 1050)]],
    ["the lease is over", [hand("a", 1000), hand("b", 1101)]],
    [
      "it was given back",
      [hand("a", 1000), result("update_work_unit('s', 'u', {'status': 1})", "[true, null]"), hand("b", 1050)],
    ],
    [
      "it was added again",
      [hand("a", 1000), result("add_work_units('s', [['u', {}]])", "[true, null]"), hand("b", 1050)],
    ],
    ["everything was deleted", [hand("a", 1000), result("clear()", "1"), hand("b", 1050)]],
  ])("does not when %s", (_, turns) => {
    expect(clauses(...turns)).toEqual([]);
  });

  it("has nothing against what the reference answered to real clients", () => {
    const areas = ["upstream", "worker-sessions", "leases", "scheduling"];
    const kept = areas.flatMap((area) => loadTraffic(join(GOLDENS, area)));
    const found = kept.flatMap(({ file, turns }) => clauses(...turns).map((clause) => `${file} ${clause}`));
    expect(kept.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});
