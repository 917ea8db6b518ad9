// Valid parameters and options, and the error texts for all others.
import { describe, expect, it } from "vitest";
import { Caller, error } from "../testing/caller.ts";

const UUID = "37(h'000102030405060708090a0b0c0d0e0f')";
const EMBEDDED = "24(h'a0')";

/** One value of each type as `[notation, name of its Go type, name of its Go kind]`. */
const VALUES = [
  ["true", "bool", "bool"],
  ["5", "uint64", "uint64"],
  ["-5", "int64", "int64"],
  ["1.5", "float64", "float64"],
  ["'b'", "[]uint8", "slice"],
  ['"t"', "string", "string"],
  ["[1]", "[]interface {}", "slice"],
  ["{1: 2}", "map[interface {}]interface {}", "map"],
  ["128([1])", "cborrpc.PythonTuple", "struct"],
  [UUID, "uuid.UUID", "array"],
  [EMBEDDED, "cborrpc.Request", "struct"],
  ["5000(1)", "codec.RawExt", "struct"],
] as const;

function refusals(accepted: readonly string[], text: (type: string, kind: string) => string): [string, string][] {
  return VALUES.filter(([notation]) => !accepted.includes(notation)).map(([notation, type, kind]) => [
    notation,
    text(type, kind),
  ]);
}

const unconvertible = (name: string, type: string, got: string) =>
  `'${name}' expected type '${type}', got unconvertible type '${got}'`;
const decoding = (...lines: string[]) =>
  `${lines.length} error(s) decoding:\n\n${lines.map((line) => `* ${line}`).join("\n")}`;

describe("params: their number", () => {
  it.each(["now(1)", "list_work_specs()", "get_work('w')", "get_work('w', {}, 1)", "lock(5, 'x')"])(
    "is checked before their types: %s",
    (call) => {
      expect(new Caller().call(call)).toBe(error("wrong number of parameters"));
    },
  );

  it("reports the first one that is wrong, alone", () => {
    expect(new Caller().call("worker_heartbeat('w', 1, 'x', 2, 3)")).toBe(error(unconvertible("", "string", "uint64")));
  });
});

describe("params: a string", () => {
  it.each(refusals(["'b'", '"t"'], (type) => unconvertible("", "string", type)))("is not %s", (value, message) => {
    expect(new Caller().call(`get_work_spec(${value})`)).toBe(error(message));
  });

  it.each(["'s'", '"s"', "(_ 's')"])("is %s", (value) => {
    expect(Caller.withUnits().call(`del_work_spec(${value})`)).toBe("[true, null]");
  });

  it("is empty where it is null or undefined", () => {
    expect(["null", "undefined"].map((value) => new Caller().call(`del_work_spec(${value})`))).toEqual(
      Array(2).fill('[false, "No such work spec "]'),
    );
  });
});

describe("params: an int", () => {
  it.each(refusals(["5", "-5", "1.5"], (type) => unconvertible("", "int", type)))("is not %s", (value, message) => {
    expect(new Caller().call(`lock('me', ${value}, [['a']])`)).toBe(error(message));
  });

  it.each([
    ["5", 5],
    ["5.9", 5],
    ["0", 60],
    ["0.9", 60],
    ["null", 60],
    ["1000001", 1_000_000],
    ["18446744073709551615", 1_000_000],
    ["1e300", 1_000_000],
    ["Infinity", 1_000_000],
  ])("%s is a timeout of %d seconds", (value, seconds) => {
    const caller = new Caller();
    expect(caller.call(`lock('me', ${value}, [['a']])`)).toBe("[true, null]");
    caller.clock.advance(seconds);
    expect(caller.call("readlock([['a']])")).toBe('["me"]');
    caller.clock.advance(0.001);
    expect(caller.call("readlock([['a']])")).toBe("[null]");
  });

  it.each(["-1", "-0.0", "NaN", "-Infinity", "-18446744073709551616"])("%s is accepted", (value) => {
    const caller = new Caller();
    expect(caller.call(`lock('me', ${value}, [['a']])`)).toBe("[true, null]");
    expect(caller.call("readlock([['a']])")).toBe(value === "-0.0" ? '["me"]' : "[null]");
  });
});

describe("params: a float", () => {
  it.each(refusals(["5", "-5", "1.5"], (type) => unconvertible("", "float64", type)))("is not %s", (value, message) => {
    expect(new Caller().call(`worker_heartbeat('w', 'm', ${value}, {}, null)`)).toBe(error(message));
  });

  it.each(["5", "1.5_1", "1.5_2", "1.5_3"])("is %s", (value) => {
    expect(new Caller().call(`worker_heartbeat('w', 'm', ${value}, {}, null)`)).toBe("[true, null]");
  });
});

describe("params: a map", () => {
  it.each(refusals(["{1: 2}", "128([1])", EMBEDDED, "5000(1)"], (_, kind) => `'' expected a map, got '${kind}'`))(
    "is not %s",
    (value, message) => {
      expect(new Caller().call(`set_work_spec(${value})`)).toBe(error(message));
      expect(new Caller().call(`list_work_specs(${value})`)).toBe(error(message));
    },
  );

  it.each([
    ["5", "%!s(uint64=5)", "uint64"],
    ["-1", "%!s(int64=-1)", "int64"],
    ["true", "%!s(bool=true)", "bool"],
    ["1.5", "%!s(float64=1.5)", "float64"],
    [UUID, "00010203-0405-0607-0809-0a0b0c0d0e0f", "uuid.UUID"],
  ])("has no key %s", (key, printed, type) => {
    const message = decoding(unconvertible(`[${printed}]`, "string", type));
    for (const call of ["set_work_spec", "list_work_specs"]) {
      expect(new Caller().call(`${call}({'name': 's', ${key}: 1})`)).toBe(error(message));
    }
  });

  it("complains of all its keys, in the order of the lines", () => {
    expect(new Caller().call("set_work_spec({2: 1, 10: 1, -1: 1})")).toBe(
      error(
        decoding(
          unconvertible("[%!s(int64=-1)]", "string", "int64"),
          unconvertible("[%!s(uint64=10)]", "string", "uint64"),
          unconvertible("[%!s(uint64=2)]", "string", "uint64"),
        ),
      ),
    );
  });

  it("takes a null key for an empty one", () => {
    expect(new Caller().call("set_work_spec({'name': 's', null: 1})")).toBe("[true, null]");
  });

  it("may be a tuple, which is a map of its items", () => {
    const caller = new Caller();
    caller.says([
      ["worker_heartbeat('w', 'm', 1, 128(['x', 1]), null)", "[true, null]"],
      ["get_worker_info('w')", `[{"Items": ['x', 1], "age_seconds": 0}, null]`],
    ]);
  });
});

describe("params: a list", () => {
  const notAList = (kind: string) => `'': source data must be an array or slice, got ${kind}`;

  it.each(refusals(["[1]", "'b'", UUID], (_, kind) => notAList(kind)))("is not %s", (value, message) => {
    expect(Caller.withUnits().call(`add_work_units('s', ${value})`)).toBe(error(message));
    expect(Caller.withUnits().call(`get_work_unit_status('s', ${value})`)).toBe(error(message));
  });

  it("of strings complains of each item that is none", () => {
    expect(Caller.withUnits().call("get_work_unit_status('s', ['a', 5, null, true])")).toBe(
      error(decoding(unconvertible("[1]", "string", "uint64"), unconvertible("[3]", "string", "bool"))),
    );
  });

  it("of strings takes a byte string for a list of numbers", () => {
    expect(Caller.withUnits().call("get_work_unit_status('s', 'ab')")).toBe(
      error(decoding(unconvertible("[0]", "string", "uint8"), unconvertible("[1]", "string", "uint8"))),
    );
  });

  it("of a million wrong things is answered in one short line", () => {
    const many = `h'${"00".repeat(1_000_000)}'`;
    expect(Caller.withUnits().call(`get_work_unit_status('s', ${many})`)).toBe(error("too many errors decoding"));
  });

  it("is empty where it is null", () => {
    const caller = Caller.withUnits();
    caller.says([
      ["add_work_units('s', null)", "[true, null]"],
      ["get_work_unit_status('s', null)", "[[], null]"],
    ]);
  });
});

describe("options", () => {
  it.each([
    ["list_work_specs", "", "limit", "Limit", "int", ["5", "-5", "1.5"]],
    ["list_work_specs", "", "start", "Start", "string", ["'b'", '"t"']],
    ["control_work_spec", "'s', ", "continuous", "Continuous", "bool", ["true"]],
    ["control_work_spec", "'s', ", "status", "Status", "jobserver.WorkSpecStatus", ["5", "-5", "1.5"]],
    ["control_work_spec", "'s', ", "weight", "Weight", "int", ["5", "-5", "1.5"]],
    ["control_work_spec", "'s', ", "interval", "Interval", "float64", ["5", "-5", "1.5"]],
    ["control_work_spec", "'s', ", "max_running", "max_running", "int", ["5", "-5", "1.5"]],
    ["get_work_units", "'s', ", "limit", "Limit", "int", ["5", "-5", "1.5"]],
    ["prioritize_work_units", "'s', ", "priority", "Priority", "float64", ["5", "-5", "1.5"]],
    ["prioritize_work_units", "'s', ", "adjustment", "Adjustment", "float64", ["5", "-5", "1.5"]],
    ["del_work_units", "'s', ", "all", "All", "bool", ["true"]],
    ["del_work_units", "'s', ", "state", "State", "jobserver.WorkUnitStatus", ["5", "-5", "1.5"]],
    ["get_work", "'w', ", "available_gb", "available_gb", "float64", ["5", "-5", "1.5"]],
    ["get_work", "'w', ", "lease_time", "lease_time", "int", ["5", "-5", "1.5"]],
    ["get_work", "'w', ", "max_jobs", "max_jobs", "int", ["5", "-5", "1.5"]],
    ["update_work_unit", "'s', 'u', ", "status", "Status", "jobserver.WorkUnitStatus", ["5", "-5", "1.5"]],
    ["update_work_unit", "'s', 'u', ", "lease_time", "lease_time", "int", ["5", "-5", "1.5"]],
    ["update_work_unit", "'s', 'u', ", "worker_id", "worker_id", "string", ["'b'", '"t"']],
  ])(
    "%s(%s{%s}) refuses what is none, and takes null for not given",
    (method, before, option, display, type, accepted) => {
      const caller = Caller.withUnits("'u'");
      for (const [value, got] of VALUES) {
        const reply = caller.call(`${method}(${before}{'${option}': ${value}})`);
        if (accepted.includes(value)) expect(reply, value).not.toContain("decoding");
        else expect(reply, value).toBe(error(decoding(unconvertible(display, type, got))));
      }
      expect(caller.call(`${method}(${before}{'${option}': null})`)).not.toContain("error");
    },
  );

  it.each([
    ["get_work_units", "'s', ", "work_unit_keys"],
    ["prioritize_work_units", "'s', ", "work_unit_keys"],
    ["del_work_units", "'s', ", "work_unit_keys"],
    ["get_work", "'w', ", "work_spec_names"],
  ])("%s(%s{%s}) is a list of strings", (method, before, option) => {
    const caller = Caller.withUnits();
    const reply = (value: string) => caller.call(`${method}(${before}{'${option}': ${value}})`);
    expect(reply("true")).toBe(error(decoding(`'${option}': source data must be an array or slice, got bool`)));
    expect(reply("128(['a'])")).toBe(error(decoding(`'${option}': source data must be an array or slice, got struct`)));
    expect(reply("['a', 5]")).toBe(error(decoding(unconvertible(`${option}[1]`, "string", "uint64"))));
  });

  it("complain together, in the order of the lines, which is that of the display names", () => {
    expect(new Caller().call("get_work('w', {'max_jobs': 'x', 'lease_time': [], 'available_gb': true})")).toBe(
      error(
        decoding(
          unconvertible("available_gb", "float64", "bool"),
          unconvertible("lease_time", "int", "[]interface {}"),
          unconvertible("max_jobs", "int", "[]uint8"),
        ),
      ),
    );
  });

  it("data must be a map", () => {
    const caller = Caller.withUnits("'u'");
    expect(caller.call("update_work_unit('s', 'u', {'data': [1]})")).toBe(
      error(decoding("'Data' expected a map, got 'slice'")),
    );
    expect(caller.call("update_work_unit('s', 'u', {'data': {5: 1}})")).toBe(
      error(decoding(unconvertible("Data[%!s(uint64=5)]", "string", "uint64"))),
    );
  });

  it.each(["status", "STATUS", "Status", "sTaTuS", "\u017ftatus"])("match in any case: %s", (name) => {
    const caller = Caller.withUnits("'u'");
    caller.says([
      [`update_work_unit('s', 'u', {"${name}": 4})`, "[true, null]"],
      ["count_work_units('s')", "[{4: 1}, null]"],
    ]);
  });

  it.each(["maxjobs", "MaxJobs", "max-jobs", "__proto__", "constructor"])("do not match otherwise: %s", (name) => {
    expect(Caller.withUnits("'a', 'b'").call(`get_work('w', {'${name}': 2})`)).toBe("[128([\"s\", 'a', {}]), null]");
  });

  it("prefer their display name over other spellings", () => {
    const caller = Caller.withUnits("'a', 'b', 'c'");
    expect(caller.call("get_work_units('s', {'limit': 1, 'Limit': 2, 'LIMIT': 3})")).toBe(
      "[[128(['a', {}]), 128(['b', {}])], null]",
    );
    expect(caller.call("get_work('w', {'MAX_JOBS': 3, 'max_jobs': 2})")).toBe(
      "[[128([\"s\", 'a', {}]), 128([\"s\", 'b', {}])], null]",
    );
  });
});
