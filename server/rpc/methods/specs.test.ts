import { describe, expect, it } from "vitest";
import { Caller, error } from "../../testing/caller.ts";

const OK = "[true, null]";

describe("set_work_spec", () => {
  it.each([
    ["{}", "No 'name' key in work spec"],
    ["null", "No 'name' key in work spec"],
    ["{'name': null}", "No 'name' key in work spec"],
    ["{'name': ''}", "No 'name' key in work spec"],
    ["{'name': 5}", "Work spec 'name' must be a string"],
    ["{'name': 5, 'weight': 'x'}", "Work spec 'name' must be a string"],
    ["{'name': 's', 'Name': 't'}", "Cannot change work spec 'name'"],
    [
      "{'name': '', 'weight': 'x'}",
      "1 error(s) decoding:\n\n* 'Weight' expected type 'int', got unconvertible type 'string'",
    ],
    [
      "{'name': 's', 'disabled': 1, 'nice': 'x', 'then': 5, 'weight': true, 'max_getwork': [], 'min_gb': 'x'}",
      [
        "6 error(s) decoding:",
        "",
        "* 'Disabled' expected type 'bool', got unconvertible type 'uint64'",
        "* 'Nice' expected type 'int', got unconvertible type 'string'",
        "* 'Then' expected type 'string', got unconvertible type 'uint64'",
        "* 'Weight' expected type 'int', got unconvertible type 'bool'",
        "* 'max_getwork' expected type 'int', got unconvertible type '[]interface {}'",
        "* 'min_gb' expected type 'float64', got unconvertible type 'string'",
      ].join("\n"),
    ],
  ])("refuses %s", (dictionary, message) => {
    const caller = new Caller();
    caller.says([
      [`set_work_spec(${dictionary})`, error(message)],
      ["clear()", "0"],
    ]);
  });

  it.each([
    ["", 20],
    ["'nice': 5", 15],
    ["'nice': 20", 1],
    ["'nice': 25", 1],
    ["'nice': -5", 25],
    ["'weight': 0", 20],
    ["'weight': 0, 'nice': 3", 17],
    ["'weight': 7, 'nice': 3", 7],
    ["'weight': -4", 1],
    ["'weight': 2.9", 2.9],
    ["'weight': 0.5", 0.5],
    ["'weight': 2.0", 2],
    ["'weight': 0.0", 20],
    ["'weight': -0.5", 1],
    ["'nice': 0.5", 19.5],
    ["'nice': 20.5", 1],
    ["'weight': null, 'nice': null", 20],
  ])("gives {%s} the weight %f", (options, weight) => {
    const caller = Caller.withUnits("", options);
    expect(caller.call("get_work_spec_meta('s')")).toContain(
      `"weight": ${Number.isInteger(weight) ? weight : `${weight}_3`}}`,
    );
  });

  it("gives back the dictionary with text keys, byte values as text, and code names as bytes", () => {
    new Caller().says([
      [
        "set_work_spec({'name': 'v', 'module': \"mod\", 'run_function': 'rf', 'terminate_function': 'tf', 'desc': 'd', 'config': {'ck': 'cv', 'l': ['x', \"y\"]}, 'list': ['x'], 'tup': 128(['a', 1]), 'n': 1.0_1})",
        OK,
      ],
      [
        "get_work_spec('v')",
        '{"name": "v", "module": \'mod\', "run_function": \'rf\', "terminate_function": "tf", "desc": "d", "config": {"ck": \'cv\', "l": [\'x\', "y"]}, "list": [\'x\'], "tup": 128([\'a\', 1]), "n": 1.0_3}',
      ],
    ]);
  });

  it("keeps bytes that are not UTF-8 in names and values", () => {
    const caller = new Caller();
    expect(caller.call("set_work_spec({'name': h'ff00', 'x': h'c328'})")).toBe(OK);
    expect(caller.call("get_work_spec(h'ff00')")).toBe('{"name": "\\xff\\u0000", "x": h\'c328\'}');
  });

  it("keeps __proto__ and constructor as data", () => {
    new Caller().says([
      ["set_work_spec({'name': '__proto__', '__proto__': {'__proto__': 1}, 'constructor': 2})", OK],
      ["get_work_spec('__proto__')", '{"name": "__proto__", "__proto__": {"__proto__": 1}, "constructor": 2}'],
      ["get_work_spec('constructor')", "null"],
    ]);
  });

  it("resets what control changed, and keeps units", () => {
    Caller.withUnits("'u'").says([
      ["control_work_spec('s', {'status': 2, 'weight': 5, 'interval': 9.9, 'max_running': 3})", OK],
      [
        "get_work_spec_meta('s')",
        '[{"status": 2, "continuous": false, "interval": 9.9_3, "max_running": 3, "weight": 5}, null]',
      ],
      ["set_work_spec({'name': 's', 'disabled': false})", OK],
      [
        "get_work_spec_meta('s')",
        '[{"status": 1, "continuous": false, "interval": 0, "max_running": 0, "weight": 20}, null]',
      ],
      ["count_work_units('s')", "[{1: 1}, null]"],
    ]);
  });

  it("takes every option in any case", () => {
    const caller = new Caller();
    caller.says([
      ["set_work_spec({'name': 's', 'DISABLED': true, 'Continuous': true, 'INTERVAL': 2.7, 'Max_Running': 4})", OK],
      [
        "get_work_spec_meta('s')",
        '[{"status": 2, "continuous": true, "interval": 2.7_3, "max_running": 4, "weight": 20}, null]',
      ],
    ]);
  });
});

describe("control_work_spec", () => {
  it.each([
    ["{'status': 2}", 2],
    ["{'status': 1}", 1],
    ["{'status': 3}", 1],
    ["{'status': 0}", 1],
    ["{}", 1],
  ])("%s gives the status %d", (options, status) => {
    const caller = Caller.withUnits();
    caller.says([[`control_work_spec('s', ${options})`, OK]]);
    expect(caller.call("get_work_spec_meta('s')")).toContain(`[{"status": ${status},`);
  });

  it("with a weight of 0 or less stops the scheduling", () => {
    Caller.withUnits("'u'").says([
      ["control_work_spec('s', {'weight': -1})", OK],
      ["get_work('w', {})", "[128([null, null, null]), null]"],
      ["control_work_spec('s', {'weight': 1})", OK],
      ["get_work('w', {})", "[128([\"s\", 'u', {}]), null]"],
    ]);
  });

  it("turns a continuous spec off and on", () => {
    Caller.withUnits("", "'continuous': true").says([
      ["control_work_spec('s', {'continuous': false})", OK],
      ["get_work('w', {})", "[128([null, null, null]), null]"],
      ["control_work_spec('s', {'continuous': true})", OK],
      ["get_work('w', {})", "[128([\"s\", '1000000.000', {}]), null]"],
    ]);
  });
});

describe("del_work_spec and clear", () => {
  it("delete, and count", () => {
    Caller.withUnits("'u'").says([
      ["set_work_spec({'name': 't'})", OK],
      ["del_work_spec('t')", OK],
      ["del_work_spec('t')", '[false, "No such work spec t"]'],
      ["clear()", "1"],
      ["clear()", "0"],
      ["get_work('w', {})", "[128([null, null, null]), null]"],
    ]);
  });
});

describe("a missing work spec", () => {
  it.each([
    ["del_work_spec('zz')", "false"],
    ["control_work_spec('zz', {'weight': 'bad'})", "false"],
    ["get_work_spec_meta('zz')", "null"],
    ["add_work_units('zz', [5])", "false"],
    ["get_work_units('zz', {'limit': 'bad'})", "null"],
    ["get_work_unit_status('zz', [])", "null"],
    ["prioritize_work_units('zz', {'priority': 'bad'})", "false"],
    ["count_work_units('zz')", "null"],
    ["del_work_units('zz', {'all': 'bad'})", "0"],
    ["update_work_unit('zz', 'u', {})", "false"],
  ])("%s says so, before it looks at options", (call, first) => {
    expect(new Caller().call(call)).toBe(`[${first}, "No such work spec zz"]`);
  });

  it("comes after the options in update_work_unit", () => {
    expect(new Caller().call("update_work_unit('zz', 'u', {'status': 'bad'})")).toContain("decoding");
  });

  it("is named by the bytes that were sent", () => {
    expect(new Caller().call("count_work_units(h'ff0a')")).toBe("[null, h'4e6f207375636820776f726b207370656320ff0a']");
  });
});
