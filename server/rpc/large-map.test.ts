// Large maps are decoded like small ones: both are sent, and the replies must be equal.
import { describe, expect, it } from "vitest";
import { Caller } from "../testing/caller.ts";

const PAD = "p".repeat(70_000);
const UUID = `37(h'${"00".repeat(16)}')`;

function filled(): Caller {
  const caller = new Caller();
  caller.call("set_work_spec({'name': 's'})");
  return caller;
}

describe("a large map to be stored", () => {
  it.each([
    "'a': 1, 'b': 'é'",
    "null: 1, 'a': 2",
    "'': 1, 'a': 2, null: 3",
    "null: 1, 'a': 2, '': 3",
    "'a': 2, null: 1, '': 3",
    "null: 0(1), 'a': 2, '': 3",
    "null: 0(1), 'a': 0(2), '': 3",
    "'': 0(1), 'a': 2, null: 3",
    "'': 1, 'a': 2, null: 0(3)",
    "5: 1, 'a': 2",
    "5: 1, null: 2, -1: 3, true: 4, '': 5",
    `${UUID}: 1`,
    "[1, 'x']: 1",
    "{'a': 1}: 1",
    "h'ff': 1, '': 2",
    "'a': {null: 1, '': 2}",
    "'a': [1, {'b': h'ff', 'c': 5000('x')}]",
    "'a': simple(3)",
  ])("{%s}", (body) => {
    for (const call of [
      "add_work_units('s', ['u', ['k', {%}, {'priority': 1}]])",
      "add_work_units('s', [128(['k', {%}])])",
      "add_work_units('s', {'not': {%}})",
      "update_work_unit('s', 'known', {'status': 4, 'data': {%}})",
      "update_work_unit('s', 'known', {'Data': {%}, 'status': 4})",
      `update_work_unit('s', 'known', {${JUNK}, 'data': {%}, 'status': 4})`,
      "worker_heartbeat('w', 'm', 300, {%}, null)",
      "set_work_spec({'name': 'other', %})",
    ]) {
      const [small, large] = ["", PAD].map((pad) => {
        const caller = filled();
        caller.call("add_work_units('s', ['known'])");
        const replies = [
          caller.call(call.replace("%", `${body}, 'pad': '${pad}'`)),
          caller.call("get_work_units('s', {})"),
          caller.call("get_worker_info('w')"),
          caller.call("get_work_spec('other')"),
        ];
        return replies.join("\n").replaceAll(PAD, "");
      });
      expect(large).toBe(small);
    }
  });

  it("in a message with keyword parameters", () => {
    const caller = filled();
    const message = `{'id': 1, 'method': 'worker_heartbeat', 'params': {'data': {null: 1, 'pad': '${PAD}'}, 'worker_id': 'w', 'mode': 'm', 'expire_seconds': 3, 'parent': null}}`;
    expect(caller.message(message)).toMatch(/82f5f6$/);
    expect(caller.call("get_worker_info('w')").replace(PAD, "")).toBe(`[{"": 1, "pad": '', "age_seconds": 0}, null]`);
  });
});

describe("get_worker_info of a worker with much data", () => {
  it.each([
    [`'a': 1, 'pad': '${PAD}'`, `"a": 1, "pad": '${PAD}', "age_seconds": 0`],
    [`'age_seconds': 7, 'a': 1, 'pad': '${PAD}'`, `"a": 1, "pad": '${PAD}', "age_seconds": 0`],
    [`'pad': '${PAD}', 'age_seconds': [7, 8]`, `"pad": '${PAD}', "age_seconds": 0`],
    [`'pad': '${PAD}', 'a': {'age_seconds': 5}`, `"pad": '${PAD}', "a": {"age_seconds": 5}, "age_seconds": 0`],
  ])("has one age_seconds, at the end: %.20s", (data, info) => {
    const caller = new Caller();
    expect(caller.call(`worker_heartbeat('w', 'm', 300, {${data}}, null)`)).toBe("[true, null]");
    expect(caller.call("get_worker_info('w')")).toBe(`[{${info}}, null]`);
  });
});

describe("a failed unit with much data", () => {
  it.each([
    [`'pad': '${PAD}', 'traceback': 'why'`, `, "traceback": 'why'`],
    [`'traceback': ['why'], 'pad': '${PAD}'`, `, "traceback": ['why']`],
    [`'pad': '${PAD}', 'a': {'traceback': 'why'}`, ""],
  ])("has its traceback in its status: %.20s", (data, traceback) => {
    const caller = filled();
    caller.call("add_work_units('s', ['k'])");
    caller.call("get_work('w', {})");
    expect(caller.call(`update_work_unit('s', 'k', {'status': 5, 'data': {${data}}})`)).toBe("[true, null]");
    expect(caller.call("get_work_unit_status('s', ['k'])")).toBe(
      `[[{"status": 5, "worker_id": "w"${traceback}}], null]`,
    );
  });
});

describe("a long list", () => {
  const key = `'${"k".repeat(60)}'`;
  const spec = `'${"s".repeat(60)}'`;
  it.each([
    [
      "get_work_units('s', {'state': [%], 'pad': '#'})",
      "1",
      ["1, 1.5", "5.0, -0.5", "null, 1", "99", "-3", "NaN", "true, 'x'"],
    ],
    [
      "get_work_units('s', {'STATE': 128([%]), 'pad': '#'})",
      "1",
      ["2", "18446744073709551615", "1e300, null", "[1], {}"],
    ],
    ["get_work_units('s', {'work_unit_keys': [%]})", key, ["'a', 'k'", "null", "5, true, [1]"]],
    ["get_work_unit_status('s', [%])", key, ["'a', 'k'", "null", "5, true, [1]"]],
    ["get_work('w', {'work_spec_names': [%]})", spec, ["'a', 's'", "null", "5, true, [1]"]],
  ])("%s", (call, item, heads) => {
    for (const head of heads) {
      const [short = "", long = ""] = [1, 1200].map((times) => {
        const caller = filled();
        caller.call("add_work_units('s', ['k', ''])");
        const list = `${head}${`, ${item}`.repeat(times)}`;
        return caller.call(call.replace("%", list).replace("#", times === 1 ? "" : PAD));
      });
      const repeated = /(, null)+(?=\], null\])/;
      expect(long.replace(repeated, "")).toBe(short.replace(repeated, ""));
    }
  });
});

const JUNK = Array.from({ length: 2000 }, (_, i) => `'junk${i}': ${i}`).join(", ");
