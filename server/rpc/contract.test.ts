// One test for each point in which this daemon must differ from the Go daemon.
import { describe, expect, it } from "vitest";
import { Caller, error } from "../testing/caller.ts";

const OK = "[true, null]";

function held(caller: Caller, key = "u"): string {
  return caller.call(`get_work_unit_status('s', ['${key}'])`);
}

describe("the contract", () => {
  it("K1: get_work_units without a match gives an empty list", () => {
    Caller.withUnits().says([["get_work_units('s', {})", "[[], null]"]]);
  });

  it("K2: units come by key, specs by name, bytewise", () => {
    const caller = Caller.withUnits("'b', h'ff', 'B', 'a', ''");
    caller.says([
      [
        "get_work_units('s', {})",
        "[[128(['', {}]), 128(['B', {}]), 128(['a', {}]), 128(['b', {}]), 128([h'ff', {}])], null]",
      ],
      ["set_work_spec({'name': 'a'})", OK],
      ["set_work_spec({'name': 'T'})", OK],
      ["list_work_specs({})", '[[{"name": "T"}, {"name": "a"}, {"name": "s"}], null]'],
    ]);
  });

  it.each([
    ["'lease_time': 1", 1],
    ["'lease_time': 86400", 86_400],
    ["'lease_time': 86401", 300],
    ["'lease_time': 0", 300],
    ["'lease_time': -1", 300],
    ["'lease_time': 0.9", 300],
    ["'lease_time': null", 300],
    ["", 300],
  ])("K3: get_work with {%s} leases for %d seconds", (option, seconds) => {
    const caller = Caller.withUnits("'u'");
    caller.call(`get_work('w', {${option}})`);
    expect(held(caller)).toBe(`[[{"status": 3, "expiration": ${1_000_000 + seconds}, "worker_id": "w"}], null]`);
    caller.clock.advance(seconds);
    expect(held(caller)).toContain('"status": 3');
    caller.clock.advance(0.001);
    expect(held(caller)).toBe('[[{"status": 1}], null]');
  });

  it("K4: list_worker_modes and mode_counts are pairs", () => {
    new Caller().says([
      ["list_worker_modes()", "[{}, null]"],
      ["mode_counts()", "[{}, null]"],
    ]);
  });

  it.each([
    ["null", 300, '"negative expire time None defaulted to 5 minutes"'],
    ["-1", 300, '"negative expire time -1 defaulted to 5 minutes"'],
    ["-1.5", 300, '"negative expire time -1.5 defaulted to 5 minutes"'],
    ["0", 0, "null"],
    ["60", 60, "null"],
    ["86400", 86_400, "null"],
    ["86401", 3600, '"huge expire time 86401 defaulted to one hour"'],
    ["1e300", 3600, '"huge expire time 1e+300 defaulted to one hour"'],
  ])("K5: a heartbeat for %s seconds lives %d", (sent, seconds, message) => {
    const caller = new Caller();
    expect(caller.call(`worker_heartbeat('w', 'm', ${sent}, {'k': 1}, null)`)).toBe(`[true, ${message}]`);
    caller.clock.advance(seconds);
    expect(caller.call("list_worker_modes()")).toBe('[{"w": "m"}, null]');
    caller.clock.advance(0.001);
    expect(caller.call("list_worker_modes()")).toBe("[{}, null]");
  });

  it("K5: unregister removes; reads, work and forced updates create no worker", () => {
    const caller = Caller.withUnits("'u', 'v'");
    caller.says([
      ["worker_unregister('x')", `[false, "no worker 'x'"]`],
      ["worker_unregister(h'27ff')", `[false, "no worker \\"'\\\\xff\\""]`],
      ["get_worker_info('x')", "[{}, null]"],
      ["get_child_work_units('x')", "[{}, null]"],
      ["get_work('x', {})", "[128([\"s\", 'u', {}]), null]"],
      ["update_work_unit('s', 'v', {'status': 3, 'worker_id': 'y'})", OK],
      ["worker_stats()", '{"num_workers": 0, "num_children": 0, "num_expirable": 0}'],
      ["worker_heartbeat('x', 'm', 60, {}, '')", OK],
      ["worker_stats()", '{"num_workers": 1, "num_children": 0, "num_expirable": 1}'],
      ["worker_unregister('x')", OK],
      ["worker_stats()", '{"num_workers": 0, "num_children": 0, "num_expirable": 0}'],
    ]);
  });

  it("K6: the status of a missing unit is null at its place", () => {
    Caller.withUnits("'u'").says([
      ["get_work_unit_status('s', ['x', 'u', 'x'])", '[[null, {"status": 1}, null], null]'],
    ]);
  });

  it("K7: a missing work spec and an unknown worker are no errors", () => {
    new Caller().says([
      ["get_work_spec('zz')", "null"],
      ["get_worker_info('zz')", "[{}, null]"],
    ]);
  });

  it("K8: archive has a result, null", () => {
    expect(new Caller().message("{'params': [{}], 'id': 18, 'method': 'archive'}")).toBe(
      "d8184da24269641246726573756c74f6",
    );
  });

  it.each([
    ["{}", '[[{"name": "a"}, {"name": "b"}, {"name": "c"}], null]'],
    ["{'limit': 3}", '[[{"name": "a"}, {"name": "b"}, {"name": "c"}], null]'],
    ["{'limit': 2}", '[[{"name": "a"}, {"name": "b"}], "c"]'],
    ["{'limit': 0}", '[[{"name": "a"}], "b"]'],
    ["{'limit': -5}", '[[{"name": "a"}], "b"]'],
    ["{'start': 'b'}", '[[{"name": "b"}, {"name": "c"}], null]'],
    ["{'start': 'aa', 'limit': 1}", '[[{"name": "b"}], "c"]'],
    ["{'start': 'd'}", "[[], null]"],
  ])("K9: list_work_specs(%s)", (options, expected) => {
    const caller = new Caller();
    for (const name of ["c", "a", "b"]) caller.call(`set_work_spec({'name': '${name}'})`);
    expect(caller.call(`list_work_specs(${options})`)).toBe(expected);
  });

  it("K9: list_work_specs gives a thousand by default", () => {
    const caller = new Caller();
    for (let i = 0; i < 1001; i++) caller.call(`set_work_spec({'name': 's${String(i).padStart(4, "0")}'})`);
    expect(caller.call("list_work_specs({})").endsWith('{"name": "s0999"}], "s1000"]')).toBe(true);
  });

  it("K10: control applies max_running, and refuses continuous on a spec not declared so, changing nothing", () => {
    Caller.withUnits("'a', 'b', 'c'").says([
      ["control_work_spec('s', {'max_running': 2})", OK],
      ["get_work('w', {'max_jobs': 5})", "[[128([\"s\", 'a', {}]), 128([\"s\", 'b', {}])], null]"],
      [
        "control_work_spec('s', {'continuous': true, 'weight': 99})",
        '[false, "cannot make non-continuous work spec s continuous"]',
      ],
      [
        "get_work_spec_meta('s')",
        '[{"status": 1, "continuous": false, "interval": 0, "max_running": 2, "weight": 20}, null]',
      ],
    ]);
  });

  it.each(["{}", "{'all': false}", "{'state': 0}", "{'work_unit_keys': null}"])(
    "K11: del_work_units(%s) deletes nothing and says so",
    (options) => {
      Caller.withUnits("'u'").says([
        [`del_work_units('s', ${options})`, '[0, "no usable options to del_work_units"]'],
        ["count_work_units('s')", "[{1: 1}, null]"],
      ]);
    },
  );

  it("K11: keys and state both apply; no keys are no units", () => {
    Caller.withUnits("'a', 'b', 'c'").says([
      ["update_work_unit('s', 'a', {'status': 4})", OK],
      ["del_work_units('s', {'work_unit_keys': ['a', 'b', 'x'], 'state': 4})", "[1, null]"],
      ["del_work_units('s', {'work_unit_keys': []})", "[0, null]"],
      ["del_work_units('s', {'work_unit_keys': [], 'state': 1})", "[0, null]"],
      ["count_work_units('s')", "[{1: 2}, null]"],
      ["del_work_units('s', {'work_unit_keys': [], 'all': true})", "[2, null]"],
    ]);
  });

  it("K12: a set_work_spec that fails leaves nothing behind", () => {
    const caller = new Caller();
    caller.says([
      [
        "set_work_spec({'name': 'p', 'weight': 'x'})",
        error("1 error(s) decoding:\n\n* 'Weight' expected type 'int', got unconvertible type 'string'"),
      ],
      ["get_work_spec('p')", "null"],
      ["clear()", "0"],
    ]);
  });

  it("K13: a finish with a successor that is missing finishes", () => {
    Caller.withUnits("'u'", "'then': 'nosuch'").says([
      ["update_work_unit('s', 'u', {'status': 4, 'data': {'output': {'v': {}}}})", OK],
      ["count_work_units('s')", "[{4: 1}, null]"],
    ]);
  });

  it.each([
    ["'k'", "'k'"],
    ["h'6b2777'", `"k'w"`],
    ["h'6b2722'", `'k\\'"'`],
    ["h'00ff0a5c'", "'\\x00\\xff\\n\\\\'"],
    ['"\u00e9"', "'\\xc3\\xa9'"],
  ])("K14: update_work_unit of the missing unit %s says so", (key, printed) => {
    Caller.withUnits().says([
      [
        `update_work_unit('s', ${key}, {'status': 4})`,
        `[false, ${JSON.stringify(`no such work unit key=${printed}`)}]`,
      ],
    ]);
  });

  it("K15: a unit is handed out once, in exact order, however it came to be available", () => {
    const caller = Caller.withUnits("'a', 'b', 'c', 'd', 'e'", "'then': 's'");
    caller.says([
      ["add_work_units('s', [['e', {}, {'priority': 100}]])", OK],
      ["update_work_unit('s', 'a', {'status': 4, 'data': {'output': {'b': {'new': 1}}}})", OK],
      ["update_work_unit('s', 'c', {'status': 4})", OK],
      ["update_work_unit('s', 'c', {'status': 1})", OK],
      ["prioritize_work_units('s', {'work_unit_keys': ['d'], 'priority': 50})", OK],
      [
        "get_work('w', {'max_jobs': 9})",
        '[[128(["s", \'e\', {}]), 128(["s", \'d\', {}]), 128(["s", \'b\', {"new": 1}]), 128(["s", \'c\', {}])], null]',
      ],
      ["get_work('w', {'max_jobs': 9})", "[[], null]"],
    ]);
  });

  it("K16: the empty key is an ordinary key", () => {
    Caller.withUnits("'', 'a'").says([
      ["get_work_units('s', {'limit': 1})", "[[128(['', {}])], null]"],
      ["get_work_units('s', {'work_unit_keys': ['']})", "[[128(['', {}])], null]"],
      ["prioritize_work_units('s', {'work_unit_keys': [''], 'priority': -1})", OK],
      ["get_work('w', {})", "[128([\"s\", 'a', {}]), null]"],
      ["del_work_units('s', {'work_unit_keys': ['']})", "[1, null]"],
    ]);
  });

  it("K17: a parent is answered though the spec of its children's units is gone", () => {
    Caller.withUnits("'u'").says([
      ["worker_heartbeat('c', 'm', 60, {}, 'p')", OK],
      ["get_work('c', {})", "[128([\"s\", 'u', {}]), null]"],
      [
        "get_child_work_units('p')",
        `[{"c": [{"work_spec_name": "s", "work_unit_key": 'u', "work_unit_data": {}, "worker_id": "c", "expires": 1000300}]}, null]`,
      ],
      ["del_work_spec('s')", OK],
      [
        "get_child_work_units('p')",
        `[{"c": [{"work_spec_name": "s", "work_unit_key": 'u', "work_unit_data": {}, "worker_id": "c", "expires": 1000300}]}, null]`,
      ],
      ["get_work('c', {})", "[128([null, null, null]), null]"],
      ["get_child_work_units('p')", '[{"c": []}, null]'],
    ]);
  });

  it.each([
    ["2(h'010000000000000000')", "2(h'010000000000000000')"],
    ["-18446744073709551616", "-18446744073709551616"],
    ["3(h'00')", "3(h'00')"],
    [
      "{128([1]): 1, 37(h'000102030405060708090a0b0c0d0e0f'): 2}",
      "{128([1]): 1, 37(h'000102030405060708090a0b0c0d0e0f'): 2}",
    ],
    ["{'a': {1: 1}, 'a': {2: 2}}", '{"a": {2: 2}}'],
  ])("K18: %s is kept", (sent, kept) => {
    Caller.withUnits(`['u', {'k': ${sent}}]`).says([
      ["get_work_units('s', {})", `[[128(['u', {"k": ${kept}}])], null]`],
    ]);
  });

  it.each([2, 6, 9, -1])("K19: the invalid status %d changes nothing", (status) => {
    Caller.withUnits("'u'").says([
      [`update_work_unit('s', 'u', {'status': ${status}, 'data': {'x': 1}})`, error("update_work_unit invalid status")],
      ["get_work_units('s', {})", "[[128(['u', {}])], null]"],
      ["count_work_units('s')", "[{1: 1}, null]"],
    ]);
  });

  it("K20: a failed unit that is finished takes the data, and chains on it", () => {
    Caller.withUnits("'u'", "'then': 's'").says([
      ["update_work_unit('s', 'u', {'status': 5, 'data': {'traceback': 'x'}})", OK],
      ["update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['v']}})", OK],
      ["get_work_units('s', {})", "[[128(['u', {\"output\": ['v']}]), 128(['v', {}])], null]"],
    ]);
  });

  it("K21: a spec whose units are out of retries gives way to the next", () => {
    const caller = Caller.withUnits("'u'", "'max_retries': 1, 'priority': 1");
    caller.says([
      ["set_work_spec({'name': 't'})", OK],
      ["add_work_units('t', ['v'])", OK],
      ["get_work('w', {})", "[128([\"s\", 'u', {}]), null]"],
      ["update_work_unit('s', 'u', {'status': 1})", OK],
      ["get_work('w', {})", "[128([\"t\", 'v', {}]), null]"],
      [
        "get_work_unit_status('s', ['u'])",
        '[[{"status": 5, "worker_id": "w", "traceback": "too many retries"}], null]',
      ],
    ]);
  });

  it("K22: weights, leases and delays beyond 64 bits are clamped", () => {
    const caller = Caller.withUnits("['u', {}, {'delay': 1e300}], 'v'", "'weight': 18446744073709551615");
    caller.says([
      ["set_work_spec({'name': 't', 'weight': 1e300})", OK],
      ["add_work_units('t', ['v'])", OK],
      [
        "get_work_spec_meta('t')",
        '[{"status": 1, "continuous": false, "interval": 0, "max_running": 0, "weight": 9223372036854775807}, null]',
      ],
      ["update_work_unit('s', 'v', {'status': 3, 'lease_time': 18446744073709551615})", OK],
      ["get_work_unit_status('s', ['v'])", '[[{"status": 3, "expiration": 9224372036, "worker_id": ""}], null]'],
      ["get_work('w', {})", "[128([\"t\", 'v', {}]), null]"],
      ["get_work('w', {})", "[128([null, null, null]), null]"],
    ]);
  });

  it("K23: delayed units count as available", () => {
    Caller.withUnits("['u', {}, {'delay': 90}], 'v'").says([["count_work_units('s')", "[{1: 2}, null]"]]);
  });

  it("K24: a text method, keyword params and batches are accepted", () => {
    const caller = new Caller();
    expect(caller.message(`{'id': 1, "method": "clear", 'params': {}}`)).toBe("d8184da24269640146726573756c7400");
    expect(caller.message("[{'id': 1, 'method': 'clear', 'params': []}]")).toBe("d8184e81a24269640146726573756c7400");
  });

  it("K25: renewing without a name locks nothing", () => {
    new Caller().says([
      ["lock('me', 60, [['a', 'b']])", OK],
      ["renew('', 60, [['a']])", '[false, "[[97]] is held by "]'],
      ["readlock([['a'], ['a', 'b']])", '[null, "me"]'],
      ["lock('you', 60, [['c']])", OK],
    ]);
  });

  it.each(["0", "-5", "0.9"])("K27: max_jobs %s gives a list, of one unit at most", (maxJobs) => {
    Caller.withUnits("'u', 'v'").says([
      [`get_work('w', {'max_jobs': ${maxJobs}})`, "[[128([\"s\", 'u', {}])], null]"],
      ["get_work('w', {'max_jobs': 5})", "[[128([\"s\", 'v', {}])], null]"],
      [`get_work('w', {'max_jobs': ${maxJobs}})`, "[[], null]"],
    ]);
  });

  it("K26: a state of 1 includes delayed units", () => {
    Caller.withUnits("['u', {}, {'delay': 90}]").says([
      ["get_work_units('s', {'state': 1})", "[[128(['u', {}])], null]"],
      ["get_work_units('s', {'state': 128([1, 3])})", "[[128(['u', {}])], null]"],
      ["del_work_units('s', {'state': 1})", "[1, null]"],
    ]);
  });
});
