// Long calls are isolated: other clients see their changes completely or not at all, and unrelated calls are answered meanwhile.
import { describe, expect, it } from "vitest";
import { Caller } from "../testing/caller.ts";

const COUNT = 20_000;
const list = (letter: string) => Array.from({ length: COUNT }, (_, i) => `'${letter}${i}'`).join(", ");
const SAME = list("u");
const MANY = list("v");
const PATHS = Array.from({ length: 5_000 }, (_, i) => `['p${i}']`).join(", ");

function filled(): Caller {
  const caller = new Caller();
  caller.says([
    ["set_work_spec({'name': 's', 'then': 't'})", "[true, null]"],
    ["set_work_spec({'name': 't'})", "[true, null]"],
    ["set_work_spec({'name': 'other'})", "[true, null]"],
    [`add_work_units('s', [${SAME}])`, "[true, null]"],
  ]);
  return caller;
}

describe("a call that is much work", () => {
  it.each([
    [
      "adding units",
      `add_work_units('s', [${MANY}])`,
      "count_work_units('s')",
      "[{1: 20000}, null]",
      "[{1: 40000}, null]",
    ],
    [
      "adding units again",
      `add_work_units('s', [${SAME}, 'new'])`,
      "count_work_units('s')",
      "[{1: 20000}, null]",
      "[{1: 20001}, null]",
    ],
    [
      "deleting units",
      `del_work_units('s', {'work_unit_keys': [${SAME}]})`,
      "count_work_units('s')",
      "[{1: 20000}, null]",
      "[{}, null]",
    ],
    [
      "handing units out",
      "get_work('w', {'max_jobs': 15000})",
      "count_work_units('s')",
      "[{1: 20000}, null]",
      "[{1: 5000, 3: 15000}, null]",
    ],
    [
      "chaining output",
      `update_work_unit('s', 'u1', {'status': 4, 'data': {'output': [${MANY}]}})`,
      "count_work_units('t')",
      "[{}, null]",
      "[{1: 20000}, null]",
    ],
    ["locking paths", `lock('me', 60, [${PATHS}])`, "readlock([['p0'], ['p4999']])", "[null, null]", '["me", "me"]'],
  ])(
    "%s is isolated: others see all or nothing of it, and unrelated calls are answered meanwhile",
    (_, call, look, before, after) => {
      const caller = filled();
      expect(caller.call(look)).toBe(before);
      const begun = caller.begin(call);
      const seen = new Set<string>();
      let [pieces, waits] = [0, 0];
      while (!begun.goOn()) {
        pieces++;
        const looking = caller.begin(look);
        if (looking.goOn()) seen.add(looking.result());
        else waits++;
        expect(caller.call("now()")).toBe("1000000");
        if (!call.startsWith("get_work")) expect(caller.call("count_work_units('other')")).toBe("[{}, null]");
      }
      expect(pieces).toBeGreaterThan(5);
      expect(waits).toBeGreaterThan(3);
      expect([...seen, before]).toContain(before);
      expect(seen.size).toBeLessThanOrEqual(1);
      expect(caller.call(look)).toBe(after);
    },
  );

  it("a label of many entries is read in pieces, and locked under any order of them", () => {
    const caller = filled();
    const label = (step: number) =>
      `{${Array.from({ length: COUNT }, (_, i) => `'k${(i * step) % COUNT}': ${(i * step) % COUNT}`).join(", ")}}`;
    const begun = caller.begin(`lock('me', 60, [[${label(7919)}]])`);
    let pieces = 0;
    for (; !begun.goOn(); pieces++) expect(caller.call("now()")).toBe("1000000");
    expect(pieces).toBeGreaterThan(40);
    expect(begun.result()).toBe("[true, null]");
    expect(caller.call(`readlock([[${label(1)}], [{'k0': 0}]])`)).toBe('["me", null]');
  });

  it.each([
    ["a listing of all units", "get_work_units('s', {'limit': 0})", "del_work_units('s', {'work_unit_keys': ['u1']})"],
    ["a listing of one state", "get_work_units('s', {'state': 1, 'limit': 0})", "get_work('w', {})"],
    ["the status of many units", `get_work_unit_status('s', [${SAME}])`, "update_work_unit('s', 'u1', {'status': 4})"],
  ])("%s is a snapshot, and calls that would change it wait", (_, call, change) => {
    const caller = filled();
    const expected = caller.call(call);
    const begun = caller.begin(call);
    // The message may have to be read before the call locks anything.
    do expect(begun.goOn()).toBe(false);
    while (caller.begin("count_work_units('s')").goOn());
    const changing = caller.begin(change);
    expect(changing.goOn()).toBe(false);
    while (!begun.goOn()) {}
    expect(begun.result()).toBe(expected);
    while (!changing.goOn()) {}
    expect(changing.result()).not.toContain("error");
  });

  it.each(["clear()", "list_work_specs({'limit': 5000})", "get_work('w', {'max_jobs': 5000})"])(
    "%s, which concerns all work specs, waits for a long call on one of them",
    (call) => {
      const caller = filled();
      const begun = caller.begin("get_work_units('s', {'limit': 0})");
      while (caller.begin("count_work_units('s')").goOn()) expect(begun.goOn()).toBe(false);
      const waiting = caller.begin(call);
      expect(waiting.goOn()).toBe(false);
      while (!begun.goOn()) {}
      while (!waiting.goOn()) {}
      expect(waiting.result()).not.toContain("error");
    },
  );

  it("leases that end together are let end in pieces by whoever comes first", () => {
    const caller = filled();
    caller.call("get_work('w', {'max_jobs': 20000, 'lease_time': 10})");
    caller.clock.advance(11);
    const [first, second] = [caller.begin("count_work_units('s')"), caller.begin("count_work_units('s')")];
    let pieces = 0;
    while (!first.goOn()) {
      pieces++;
      expect(second.goOn()).toBe(false);
    }
    expect(pieces).toBeGreaterThan(5);
    while (!second.goOn()) {}
    expect([first.result(), second.result()]).toEqual(["[{1: 20000}, null]", "[{1: 20000}, null]"]);
  });

  it("units are added to no work spec that is deleted meanwhile", () => {
    const caller = filled();
    const begun = caller.begin(`add_work_units('other', [${MANY}])`);
    expect(begun.goOn()).toBe(false);
    expect(caller.call("del_work_spec('other')")).toBe("[true, null]");
    while (!begun.goOn()) {}
    expect(begun.result()).toBe('[false, "No such work spec other"]');
  });
});
