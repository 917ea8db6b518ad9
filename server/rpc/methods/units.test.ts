import { describe, expect, it } from "vitest";
import { Caller, error } from "../../testing/caller.ts";

const OK = "[true, null]";

function decoding(line: string): string {
  return error(`1 error(s) decoding:\n\n* ${line}`);
}

describe("add_work_units", () => {
  it.each([
    ["'k'", "128(['k', {}])"],
    ['"k"', "128(['k', {}])"],
    ["['k', {'a': 'b'}]", "128(['k', {\"a\": 'b'}])"],
    ["128(['k', {'a': 1}])", "128(['k', {\"a\": 1}])"],
    ["[null, {}]", "128(['', {}])"],
    ["['k', null]", "128(['k', null])"],
    ["['k', {null: 1}]", "128(['k', {\"\": 1}])"],
    ["['k', 128([1])]", "128(['k', {\"Items\": [1]}])"],
    ["['k', {}, null]", "128(['k', {}])"],
    ["['k', {}, {'priority': 1, 5: 6}]", "128(['k', {}])"],
    ["['k', {}, 128([])]", "128(['k', {}])"],
    ["['k', {}, 5000(1)]", "128(['k', {}])"],
    ["['k', {}, {}, 1.5]", "128(['k', {}])"],
    ["['k', {}, {}, null, 'more', 5]", "128(['k', {}])"],
    ["h'ff00'", "128([h'ff00', {}])"],
    ["['k', {1: {'a': 1}, 2: 3}]", ""],
  ])("takes the item %s", (item, unit) => {
    const caller = new Caller();
    caller.says([["set_work_spec({'name': 's'})", OK]]);
    const reply = caller.call(`add_work_units('s', [${item}])`);
    if (unit === "") expect(reply).toContain("'Data[%!s(uint64=1)]' expected type 'string'");
    else expect([reply, caller.call("get_work_units('s', {})")]).toEqual([OK, `[[${unit}], null]`]);
  });

  it.each([
    ["5", error("work unit not a list")],
    ["null", error("work unit not a list")],
    ["{'k': {}}", error("work unit not a list")],
    ["true", error("work unit not a list")],
    ["[]", error("too few parameters to work unit")],
    ["['k']", error("too few parameters to work unit")],
    ["['k', {}, {}, true]", error("priority must be a number")],
    ["['k', {}, {}, [5]]", error("priority must be a number")],
    ["['k', {}, {}, 'x']", error("priority must be a number")],
    ["[5, {}]", decoding("'Key' expected type 'string', got unconvertible type 'uint64'")],
    ["['k', [1]]", decoding("'Data' expected a map, got 'slice'")],
    ["['k', 'data']", decoding("'Data' expected a map, got 'slice'")],
    ["['k', {5: 1}]", decoding("'Data[%!s(uint64=5)]' expected type 'string', got unconvertible type 'uint64'")],
    ["['k', {}, 5]", decoding("'Meta' expected a map, got 'uint64'")],
    [
      "['k', {}, {'priority': 'x'}]",
      decoding("'Meta.Priority' expected type 'float64', got unconvertible type '[]uint8'"),
    ],
    ["['k', {}, {'DELAY': true}]", decoding("'Meta.Delay' expected type 'float64', got unconvertible type 'bool'")],
  ])("refuses the item %s, and adds none of the others", (item, message) => {
    Caller.withUnits().says([
      [`add_work_units('s', ['good', ${item}])`, message],
      ["count_work_units('s')", "[{}, null]"],
    ]);
  });

  it("refuses a list of bytes", () => {
    expect(Caller.withUnits().call("add_work_units('s', 'ab')")).toBe(error("work unit not a list"));
    expect(Caller.withUnits().call("add_work_units('s', '')")).toBe(OK);
  });

  it("takes the priority from the fourth element before that of the metadata", () => {
    Caller.withUnits(
      "['a', {}, {'priority': 1}], ['b', {}, {'priority': 1}, 2.0], ['c', {}, {'Priority': 3}, null]",
    ).says([
      [
        "get_work('w', {'max_jobs': 3})",
        "[[128([\"s\", 'c', {}]), 128([\"s\", 'b', {}]), 128([\"s\", 'a', {}])], null]",
      ],
    ]);
  });

  it("holds a unit back for its delay", () => {
    const caller = Caller.withUnits("['u', {}, {'delay': 90}]");
    caller.says([
      ["get_work('w', {})", "[128([null, null, null]), null]"],
      ["get_work_unit_status('s', ['u'])", '[[{"status": 1}], null]'],
      ["get_work_units('s', {})", "[[128(['u', {}])], null]"],
    ]);
    caller.clock.advance(90);
    caller.says([["get_work('w', {})", "[128([\"s\", 'u', {}]), null]"]]);
  });

  it("keeps a key of 64 KiB and one of control characters", () => {
    const long = "61".repeat(65_536);
    const caller = Caller.withUnits(`h'${long}', h'000a1b5b32'`);
    expect(caller.call(`get_work_unit_status('s', [h'${long}', h'000a1b5b32'])`)).toBe(
      '[[{"status": 1}, {"status": 1}], null]',
    );
    expect(caller.call("get_work('w', {})")).toBe("[128([\"s\", h'000a1b5b32', {}]), null]");
  });

  it("stores and gives back 2,000,000 nested arrays", () => {
    const nested = `${"81".repeat(1_999_999)}80`;
    const caller = Caller.withUnits();
    const before = "a346706172616d73824173 81 82 4175 a1 4178".replaceAll(" ", "");
    const message = Buffer.from(
      `${before}${nested}426964 01 466d6574686f64 4e6164645f776f726b5f756e697473`.replaceAll(" ", ""),
      "hex",
    );
    expect(caller.exchange(message).toString("hex")).toBe("d8184fa24269640146726573756c7482f5f6");
    const read = Buffer.from(
      "a346706172616d73824173a0426964 02 466d6574686f64 4e6765745f776f726b5f756e697473".replaceAll(" ", ""),
      "hex",
    );
    expect(caller.exchange(read).toString("hex")).toContain(`81d880824175a16178${nested}f6`);
  });
});

describe("get_work_units", () => {
  const caller = Caller.withUnits("'a', 'b', 'c', 'd', ['e', {}, {'delay': 90}]");
  caller.says([
    ["update_work_unit('s', 'b', {'status': 3, 'data': {'x': 1}})", OK],
    ["update_work_unit('s', 'c', {'status': 4})", OK],
    ["update_work_unit('s', 'd', {'status': 5})", OK],
  ]);

  it.each([
    ["{}", "abcde"],
    ["{'limit': 2}", "ab"],
    ["{'limit': 0}", "abcde"],
    ["{'limit': -1}", "abcde"],
    ["{'start': 'b'}", "cde"],
    ["{'start': 'bb', 'limit': 1}", "c"],
    ["{'start': 'e'}", ""],
    ["{'state': 1}", "ae"],
    ["{'state': 3}", "b"],
    ["{'state': [4, 5]}", "cd"],
    ["{'state': 128([3, 1.9, null])}", "abe"],
    ["{'state': h'0105'}", "ade"],
    ["{'state': []}", "abcde"],
    ["{'state': 128([])}", "abcde"],
    ["{'state': 0}", ""],
    ["{'state': [0]}", ""],
    ["{'state': 1, 'start': 'a', 'limit': 1}", "e"],
    ["{'work_unit_keys': ['c', 'a', 'x', 'a']}", "ac"],
    ["{'work_unit_keys': ['c'], 'state': 1, 'limit': 1, 'start': 'z'}", "c"],
    ["{'work_unit_keys': []}", "abcde"],
    ["{'work_unit_keys': null}", "abcde"],
  ])("%s gives %s", (options, keys) => {
    const units = Array.from(keys, (key) => `128(['${key}', ${key === "b" ? '{"x": 1}' : "{}"}])`);
    expect(caller.call(`get_work_units('s', ${options})`)).toBe(`[[${units.join(", ")}], null]`);
  });

  it.each(["6", "[1, 6]", "h'06'", "18446744073709551615"])("refuses the state %s", (state) => {
    expect(caller.call(`get_work_units('s', {'state': ${state}})`)).toBe(error("invalid work unit status"));
  });

  it.each([
    ["-1", "int64"],
    ["1.0", "float64"],
    ['"1"', "string"],
  ])("takes %s for no state", (state, kind) => {
    expect(caller.call(`get_work_units('s', {'state': ${state}})`)).toBe(
      decoding(`'State': source data must be an array or slice, got ${kind}`),
    );
  });

  it("gives a thousand by default", () => {
    const many = Array.from({ length: 1001 }, (_, i) => `'u${String(i).padStart(4, "0")}'`).join(", ");
    expect(Caller.withUnits(many).call("get_work_units('s', {})").endsWith("128(['u0999', {}])], null]")).toBe(true);
  });
});

describe("get_work_unit_status", () => {
  it("gives a map for each key, in order, as often as asked", () => {
    const caller = Caller.withUnits("'a', 'p', 'f', 'x'");
    caller.says([
      ["update_work_unit('s', 'p', {'status': 3, 'worker_id': 'w', 'lease_time': 10})", OK],
      ["update_work_unit('s', 'f', {'status': 4, 'data': {'traceback': 'no'}})", OK],
      ["update_work_unit('s', 'x', {'status': 5, 'data': {'traceback': ['t', 1]}})", OK],
      [
        "get_work_unit_status('s', ['a', 'p', 'f', 'x', 'a'])",
        `[[{"status": 1}, {"status": 3, "expiration": 1000010, "worker_id": "w"}, {"status": 4, "worker_id": ""}, {"status": 5, "worker_id": "", "traceback": ['t', 1]}, {"status": 1}], null]`,
      ],
      ["get_work_unit_status('s', [])", "[[], null]"],
    ]);
  });

  it.each(["{'traceback': null}", "{'Traceback': 'x'}", "{}", "{'x': {'traceback': 1}}"])(
    "gives no traceback of %s",
    (data) => {
      Caller.withUnits("'u'").says([
        [`update_work_unit('s', 'u', {'status': 5, 'data': ${data}})`, OK],
        ["get_work_unit_status('s', ['u'])", '[[{"status": 5, "worker_id": ""}], null]'],
      ]);
    },
  );

  it("rounds the end of a lease down", () => {
    const caller = Caller.withUnits("'u'");
    caller.clock.advance(0.75);
    caller.says([
      ["update_work_unit('s', 'u', {'status': 3, 'lease_time': 10})", OK],
      ["get_work_unit_status('s', ['u'])", '[[{"status": 3, "expiration": 1000010, "worker_id": ""}], null]'],
    ]);
  });
});

describe("a delay", () => {
  it.each(["9223372036", "9223372037", "1e300", "Infinity"])("of %s s is one of 2^63 nanoseconds at most", (delay) => {
    const caller = Caller.withUnits(`['u', {}, {'delay': ${delay}}]`);
    caller.clock.advance(9_223_372_035);
    expect(caller.call("get_work('w', {})")).toBe("[128([null, null, null]), null]");
    caller.clock.advance(1);
    expect(caller.call("get_work('w', {})")).toBe("[128([\"s\", 'u', {}]), null]");
  });
});

describe("prioritize_work_units", () => {
  it.each(["{}", "{'work_unit_keys': null, 'priority': 1}"])("%s misses its keys", (options) => {
    expect(Caller.withUnits().call(`prioritize_work_units('s', ${options})`)).toBe('[false, "missing work_unit_keys"]');
  });

  it.each([
    ["'priority': 5", "cab"],
    ["'adjustment': 5", "cab"],
    ["'adjustment': -5", "abc"],
    ["'priority': -5, 'adjustment': 100", "abc"],
    ["'priority': NaN, 'adjustment': 5", "cab"],
    ["'priority': null, 'adjustment': null", "abc"],
    ["", "abc"],
  ])("with {%s} of c puts the units in the order %s", (options, order) => {
    const caller = Caller.withUnits("'a', 'b', 'c'");
    caller.says([[`prioritize_work_units('s', {'work_unit_keys': ['c', 'x', 'c']${options && `, ${options}`}})`, OK]]);
    const units = Array.from(order, (key) => `128(["s", '${key}', {}])`).join(", ");
    expect(caller.call("get_work('w', {'max_jobs': 3})")).toBe(`[[${units}], null]`);
  });
});

describe("del_work_units", () => {
  it.each([
    ["{'all': true}", 5, ""],
    ["{'all': true, 'state': 99}", 5, ""],
    ["{'state': 1}", 2, "pfx"],
    ["{'state': 3}", 1, "afxy"],
    ["{'state': 4.0}", 1, "apxy"],
    ["{'work_unit_keys': ['a', 'a', 'q']}", 1, "pfxy"],
  ])("%s deletes %d", (options, count, left) => {
    const caller = Caller.withUnits("'a', 'p', 'f', 'x', 'y'");
    caller.says([
      ["update_work_unit('s', 'p', {'status': 3})", OK],
      ["update_work_unit('s', 'f', {'status': 4})", OK],
      ["update_work_unit('s', 'x', {'status': 5})", OK],
      [`del_work_units('s', ${options})`, `[${count}, null]`],
    ]);
    const units = [...left].sort().map((key) => `128(['${key}', {}])`);
    expect(caller.call("get_work_units('s', {})")).toBe(`[[${units.join(", ")}], null]`);
  });

  it.each(["{'state': 6}", "{'work_unit_keys': ['a'], 'state': 6}"])("%s is refused", (options) => {
    expect(Caller.withUnits("'a'").call(`del_work_units('s', ${options})`)).toBe(error("invalid work unit status"));
  });
});
