import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { answerIn, callIn } from "../../protocol/call.ts";
import type { Exchange } from "../rule.ts";
import { isAnythingStale, namesStaleUnit, takesFromStaleQueue } from "./stale.ts";

/** An exchange in which both daemons give the same reply, by default `[true, null]`. */
function played(call: string, says = "[true, null]"): Exchange {
  const open = call.indexOf("(");
  const request = requestFrame(1, call.slice(0, open), call.slice(open + 1, -1));
  const answer = answerIn([frameOf(assemble(`{'id': 1, 'result': ${says}}`))], false);
  return { call: callIn(request), request, expected: answer, got: answer, sentAt: 0, waited: false };
}

const take = (key: string) => played("get_work('w', {})", `[128(["a", '${key}', {}]), null]`);
const none = played("get_work('w', {})", "[128([null, null, null]), null]");
const status = (spec: string, key: string) => played(`get_work_unit_status('${spec}', ['${key}'])`, "[[null], null]");
const start = [
  played("set_work_spec({'name': 'a', 'then': 'b'})"),
  played("set_work_spec({'name': 'b'})"),
  played("add_work_units('a', ['u', 'v'])"),
  played("add_work_units('b', ['x', 'y'])"),
];
const finish = (output: string) => played(`update_work_unit('a', 'u', {'status': 4, 'data': {'output': ${output}}})`);

describe("takesFromStaleQueue()", () => {
  it.each<[what: string, calls: Exchange[]]>([
    ["a status set without get_work", [played("update_work_unit('a', 'u', {'status': 3})")]],
    ["a unit finished without get_work", [played("update_work_unit('a', 'v', {'status': 5})")]],
    [
      "a status set without get_work after a reset",
      [take("u"), played("update_work_unit('a', 'u', {'status': 1})"), finish("{}")],
    ],
    ["adding again with another priority", [played("add_work_units('a', [['u', {}, {'priority': 2}]])")]],
    [
      "adding a prioritized unit again",
      [
        played("prioritize_work_units('a', {'work_unit_keys': ['u'], 'priority': 3})"),
        played("add_work_units('a', ['u'])"),
      ],
    ],
  ])("is true after %s", (_, calls) => {
    expect(takesFromStaleQueue(take("v"), [...start, ...calls])).toBe(true);
    expect(takesFromStaleQueue(none, [...start, ...calls])).toBe(true);
  });

  it.each<[what: string, calls: Exchange[]]>([
    ["nothing", []],
    ["adding again with the same priority", [played("add_work_units('a', ['u'])")]],
    ["adding a pending unit again", [take("u"), played("add_work_units('a', [['u', {}, {'priority': 2}]])")]],
    ["a unit finished after get_work", [take("u"), finish("{}")]],
    ["a deletion", [played("del_work_units('a', {'work_unit_keys': ['u']})", "[1, null]")]],
    [
      "a deletion and adding with another priority",
      [
        played("del_work_units('a', {'state': 1})", "[2, null]"),
        played("add_work_units('a', [['u', {}, {'priority': 2}]])"),
      ],
    ],
    ["a refused update", [played("update_work_unit('a', 'u', {'status': 3})", "[false, null]")]],
    ["a status set without get_work in another spec", [played("update_work_unit('b', 'x', {'status': 3})")]],
    [
      "a status set without get_work before the spec was deleted",
      [played("update_work_unit('a', 'u', {'status': 3})"), played("del_work_spec('a')"), ...start],
    ],
  ])("is false after %s", (_, calls) => {
    expect(takesFromStaleQueue(take("v"), [...start, ...calls])).toBe(false);
  });

  it("is true for the next spec when a chain replaced a unit of it, and false when it did not", () => {
    const next = played("get_work('w', {'work_spec_names': ['b']})", `[128(["b", 'x', {}]), null]`);
    expect(takesFromStaleQueue(next, [...start, take("u"), finish("{'x': {}}")])).toBe(true);
    expect(takesFromStaleQueue(next, [...start, take("u"), finish("{'z': {}}")])).toBe(false);
  });
});

describe("namesStaleUnit()", () => {
  const chained = [...start, take("u"), finish("[['x', {}]]")];

  it("is true for a unit that a chain replaced, until it is added or its spec set again", () => {
    expect(namesStaleUnit(status("b", "x"), chained)).toBe(true);
    expect(namesStaleUnit(played("update_work_unit('b', 'x', {})"), chained)).toBe(true);
    expect(namesStaleUnit(status("b", "y"), chained)).toBe(false);
    expect(namesStaleUnit(status("a", "x"), chained)).toBe(false);
    expect(namesStaleUnit(status("b", "x"), [...chained, played("add_work_units('b', ['x'])")])).toBe(false);
    expect(namesStaleUnit(status("b", "x"), [...chained, played("set_work_spec({'name': 'b'})")])).toBe(false);
  });

  it("is true for a unit that was deleted and chained anew, not for one that was added anew", () => {
    const deleted = [...start, played("del_work_units('b', {'all': true})", "[2, null]")];
    expect(namesStaleUnit(status("b", "x"), [...deleted, take("u"), finish("{'x': {}}")])).toBe(true);
    expect(namesStaleUnit(status("b", "x"), [...deleted, played("add_work_units('b', ['x'])")])).toBe(false);
    expect(namesStaleUnit(status("b", "x"), deleted)).toBe(false);
  });
});

describe("isAnythingStale()", () => {
  it("is true if a queue or a unit is stale", () => {
    expect(isAnythingStale([...start, take("u"), finish("{}")])).toBe(false);
    expect(isAnythingStale([...start, take("u"), finish("{'x': {}}")])).toBe(true);
    expect(isAnythingStale([...start, played("update_work_unit('b', 'x', {'status': 4})")])).toBe(true);
  });
});
