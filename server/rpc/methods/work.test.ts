import { describe, it } from "vitest";
import { Caller, error } from "../../testing/caller.ts";

const OK = "[true, null]";
const NOTHING = "[128([null, null, null]), null]";

describe("get_work", () => {
  it.each(["", "'max_jobs': 1", "'max_jobs': null", "'max_jobs': 1.9"])(
    "with {%s} gives one tuple, of nulls without work",
    (options) => {
      Caller.withUnits("['u', {'k': 'v'}]").says([
        [`get_work('w', {${options}})`, "[128([\"s\", 'u', {\"k\": 'v'}]), null]"],
        [`get_work('w', {${options}})`, NOTHING],
      ]);
    },
  );

  it("with max_jobs over 1 gives a list, also of one and of none", () => {
    Caller.withUnits("'u'").says([
      ["get_work('w', {'max_jobs': 2})", "[[128([\"s\", 'u', {}])], null]"],
      ["get_work('w', {'max_jobs': 2})", "[[], null]"],
    ]);
  });

  it("gives null where the data is null", () => {
    Caller.withUnits("['u', null]").says([["get_work('w', {})", "[128([\"s\", 'u', null]), null]"]]);
  });

  it("takes null for no options, and available_gb for nothing", () => {
    Caller.withUnits("'u', 'v'", "'min_gb': 100").says([
      ["get_work('w', null)", "[128([\"s\", 'u', {}]), null]"],
      ["get_work('w', {'available_gb': 0.5})", "[128([\"s\", 'v', {}]), null]"],
    ]);
  });

  it("takes only the specs that are named", () => {
    Caller.withUnits("'u'").says([
      ["get_work('w', {'work_spec_names': ['t']})", NOTHING],
      ["get_work('w', {'work_spec_names': []})", "[128([\"s\", 'u', {}]), null]"],
    ]);
  });

  it("passes over a spec with a runtime", () => {
    Caller.withUnits("'u'", "'runtime': 'go'").says([["get_work('w', {})", NOTHING]]);
  });

  it("is limited by max_getwork", () => {
    Caller.withUnits("'a', 'b', 'c'", "'max_getwork': 2").says([
      ["get_work('w', {'max_jobs': 5})", "[[128([\"s\", 'a', {}]), 128([\"s\", 'b', {}])], null]"],
    ]);
  });
});

describe("update_work_unit", () => {
  it("answers true, false, or with an error", () => {
    Caller.withUnits("'u'").says([
      ["update_work_unit('s', 'u', {})", "[false, null]"],
      ["update_work_unit('s', 'u', null)", "[false, null]"],
      ["update_work_unit('s', 'u', {'data': {'n': 1}})", OK],
      ["update_work_unit('s', 'u', {'status': 4})", OK],
      ["update_work_unit('s', 'u', {'status': 4})", "[false, null]"],
      ["update_work_unit('s', 'u', {'status': 3})", error("update_work_unit cannot change finished unit")],
      ["update_work_unit('s', 'u', {'status': 1})", OK],
      ["update_work_unit('s', 'u', {'status': 5})", OK],
      ["update_work_unit('s', 'u', {'status': 2})", error("update_work_unit cannot change failed unit")],
    ]);
  });

  it.each([
    ["{'status': 3}", 300],
    ["{'status': 3, 'lease_time': 0.5}", 300],
    ["{'status': 3, 'lease_time': 1.9}", 1],
    ["{'status': 3, 'lease_time': 1000000}", 1_000_000],
    ["{'status': 3, 'lease_time': -10}", 300],
  ])("%s gives a lease of %d seconds", (options, seconds) => {
    Caller.withUnits("'u'").says([
      [`update_work_unit('s', 'u', ${options})`, OK],
      [
        "get_work_unit_status('s', ['u'])",
        `[[{"status": 3, "expiration": ${1_000_000 + seconds}, "worker_id": ""}], null]`,
      ],
    ]);
  });

  it("keeps the owner of a live attempt, whoever reports", () => {
    Caller.withUnits("'u'").says([
      ["get_work('owner', {})", "[128([\"s\", 'u', {}]), null]"],
      ["update_work_unit('s', 'u', {'status': 3, 'worker_id': 'other'})", OK],
      ["get_work_unit_status('s', ['u'])", '[[{"status": 3, "expiration": 1000300, "worker_id": "owner"}], null]'],
    ]);
  });
});

describe("output of a finished unit", () => {
  it.each([
    ["{'a': {}, \"b\": {'k': 'v'}}", "128(['a', {}]), 128(['b', {\"k\": 'v'}])"],
    ["{null: {}, 'n': null}", "128(['', {}]), 128(['n', null])"],
    ["{'a': 128([1])}", "128(['a', {\"Items\": [1]}])"],
    ["{'a': {}, 'b': 5}", ""],
    ["{'a': {}, 5: {}}", ""],
    ["{'a': {1: 2}}", ""],
    ["['a', \"b\"]", "128(['a', {}]), 128(['b', {}])"],
    ["128([['a', {'k': 1}], 128(['b', {}])])", "128(['a', {\"k\": 1}]), 128(['b', {}])"],
    ["['a', 5, ['b'], ['c', 5], ['d', {}, {}, true], ['e', {}]]", "128(['a', {}]), 128(['e', {}])"],
    ["['a', ['a', {'last': 1}]]", "128(['a', {\"last\": 1}])"],
    ["[]", ""],
    ["{}", ""],
    ["null", ""],
    ["'ab'", ""],
    ['"ab"', ""],
    ["5", ""],
  ])("%s becomes [%s]", (output, units) => {
    const caller = Caller.withUnits("'u'", "'then': 't'");
    caller.says([
      ["set_work_spec({'name': 't'})", OK],
      [`update_work_unit('s', 'u', {'status': 4, 'data': {'output': ${output}}})`, OK],
      ["get_work_units('t', {})", `[[${units}], null]`],
    ]);
  });

  it("takes priorities and delays from items", () => {
    const caller = Caller.withUnits("'u'", "'then': 't'");
    caller.says([
      ["set_work_spec({'name': 't', 'priority': 1})", OK],
      [
        "update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['a', ['b', {}, {'priority': 5}], ['c', {}, {'delay': 10}, 9.0]]}})",
        OK,
      ],
      ["get_work('w', {'max_jobs': 9})", "[[128([\"t\", 'b', {}]), 128([\"t\", 'a', {}])], null]"],
    ]);
    caller.clock.advance(10);
    caller.says([["get_work('w', {})", "[128([\"t\", 'c', {}]), null]"]]);
  });

  it("of a failed unit is nothing", () => {
    Caller.withUnits("'u'", "'then': 's'").says([
      ["update_work_unit('s', 'u', {'status': 5, 'data': {'output': ['v']}})", OK],
      ["count_work_units('s')", "[{5: 1}, null]"],
    ]);
  });
});
