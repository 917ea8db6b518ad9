import { describe, expect, it } from "vitest";
import { Caller } from "../../testing/caller.ts";

const OK = "[true, null]";

describe("workers", () => {
  it("are listed and counted by id and mode", () => {
    new Caller().says([
      ["worker_heartbeat('w2', 'idle', 60, {'env': 'x'}, null)", OK],
      ["worker_heartbeat('w1', 'run', 60, null, 'w2')", OK],
      ["worker_heartbeat(\"w3\", null, 60.5, {'a': {'b': 'c'}}, 'w2')", OK],
      ["list_worker_modes()", '[{"w1": "run", "w2": "idle", "w3": ""}, null]'],
      ["mode_counts()", '[{"": 1, "idle": 1, "run": 1}, null]'],
      ["worker_stats()", '{"num_workers": 3, "num_children": 2, "num_expirable": 3}'],
      ["get_worker_info('w2')", '[{"env": \'x\', "age_seconds": 0}, null]'],
      ["get_worker_info('w1')", '[{"age_seconds": 0}, null]'],
    ]);
  });

  it.each([
    ["NaN", 300],
    ["null", 300],
    ["-1", 300],
    ["86400", 86_400],
    ["86401", 3600],
    ["1.75", 1.75],
  ])("with expire_seconds of %s are there for %d s", (seconds, lifetime) => {
    const caller = new Caller();
    caller.call(`worker_heartbeat('w', 'm', ${seconds}, null, null)`);
    caller.clock.advance(lifetime - 0.25);
    expect(caller.call("list_worker_modes()")).toBe('[{"w": "m"}, null]');
    caller.clock.advance(0.5);
    expect(caller.call("list_worker_modes()")).toBe("[{}, null]");
  });

  it("show the work of their children in the order of the hand-out, idle ones too", () => {
    const caller = Caller.withUnits("['b', {'k': 1}], ['a', null], 'c'");
    caller.says([
      ["worker_heartbeat('c1', 'm', 60, {}, 'p')", OK],
      ["worker_heartbeat('c2', 'm', 60, {}, 'p')", OK],
      ["prioritize_work_units('s', {'work_unit_keys': ['b'], 'priority': 1})", OK],
      [
        "get_work('c1', {'max_jobs': 2, 'lease_time': 60})",
        '[[128(["s", \'b\', {"k": 1}]), 128(["s", \'a\', null])], null]',
      ],
      ["update_work_unit('s', 'b', {'lease_time': 50, 'data': {'k': 2}})", OK],
      [
        "get_child_work_units('p')",
        '[{"c1": [' +
          '{"work_spec_name": "s", "work_unit_key": \'b\', "work_unit_data": {"k": 2}, "worker_id": "c1", "expires": 1000050}, ' +
          '{"work_spec_name": "s", "work_unit_key": \'a\', "work_unit_data": null, "worker_id": "c1", "expires": 1000060}' +
          '], "c2": []}, null]',
      ],
      ["update_work_unit('s', 'b', {'status': 4})", OK],
      ["update_work_unit('s', 'a', {'status': 5})", OK],
      ["get_child_work_units('p')", '[{"c1": [], "c2": []}, null]'],
      ["get_child_work_units('c1')", "[{}, null]"],
    ]);
  });
});
