// At the limit of the memory budget, calls that would store more are refused and change nothing; what is stored can be
// read, processed and deleted, which frees memory.
import { describe, expect, it } from "vitest";
import { Memory, OutOfMemory } from "../domain/memory.ts";
import { Caller } from "../testing/caller.ts";

/** Long enough to be decoded in several pieces. */
const VERY_MANY = Array.from({ length: 20_000 }, (_, i) => `'k${i}'`).join(", ");
const KEYS = Array.from({ length: 600 }, (_, i) => `'k${i}'`).join(", ");
const LONG = `h'${"00".repeat(40_000)}'`;

/** A daemon with work specs of each kind and pending units, and almost no memory left. */
function full() {
  const memory = new Memory(4_000_000);
  const caller = new Caller({ memory });
  caller.says([
    ["set_work_spec({'name': 's', 'then': 't'})", "[true, null]"],
    ["set_work_spec({'name': 't'})", "[true, null]"],
    ["set_work_spec({'name': 'c', 'continuous': true})", "[true, null]"],
    ["add_work_units('s', [['a', {}], ['b', {}]])", "[true, null]"],
    ["get_work('w', {'work_spec_names': ['s'], 'lease_time': 100})", `[128(["s", 'a', {}]), null]`],
    ["worker_heartbeat('w', 'm', 100, {}, null)", "[true, null]"],
    ["lock('me', 100, [['x']])", "[true, null]"],
  ]);
  memory.stored += memory.most * 0.7 - memory.stored - 100;
  return { memory, caller };
}

/** The replies to calls that show the whole state. */
function seen(caller: Caller): string {
  const looks = ["list_work_specs({})", "get_work_units('s', {})", "get_work_units('t', {})", "count_work_units('c')"];
  looks.push("list_worker_modes()", "readlock([['x'], ['y'], ['z']])", "get_work_unit_status('s', ['a', 'b'])");
  return looks.map((call) => caller.call(call)).join("\n");
}

/** Refused by an error reply, or, if there is no memory even for the message, by closing the connection. */
function isRefused(call: () => string): boolean {
  try {
    return call().includes("out of memory");
  } catch (error) {
    return error instanceof OutOfMemory;
  }
}

describe("beyond the memory budget", () => {
  it.each([
    ["a work spec", "set_work_spec({'name': 'new'})"],
    ["a larger dictionary of a work spec", `set_work_spec({'name': 's', 'x': ${LONG}})`],
    ["a work unit", "add_work_units('s', ['new'])"],
    ["many work units", `add_work_units('s', [${KEYS}])`],
    ["larger data of a work unit", `add_work_units('s', [['b', {'x': ${LONG}}]])`],
    ["a worker", "worker_heartbeat('new', 'm', 100, {}, null)"],
    ["larger data of a worker", `worker_heartbeat('w', 'm', 100, {'x': ${LONG}}, null)`],
    ["a lock", "lock('me', 100, [['y']])"],
    ["many locks", `lock('me', 100, [['z', ${KEYS}]])`],
    ["a lock among others", "locksome('me', 100, [['x'], ['y']])"],
    ["output of a finished unit", "update_work_unit('s', 'a', {'status': 4, 'data': {'output': ['new']}})"],
    ["much output", `update_work_unit('s', 'a', {'status': 4, 'data': {'output': [${KEYS}], 'x': ${LONG}}})`],
    ["a generated unit", "get_work('w', {'work_spec_names': ['c']})"],
  ])("%s is refused, and nothing changes", (_, call) => {
    const { memory, caller } = full();
    const before = seen(caller);
    const stored = memory.stored;
    expect(caller.call(call)).toMatch(
      /^error \{"message": "out of memory: \d+ more bytes are beyond the 4000000 that the daemon may hold"\}$/,
    );
    expect(seen(caller)).toBe(before);
    expect([memory.stored, memory.passing]).toEqual([stored, 0]);
  });

  it.each([
    ["new units", `add_work_units('t', [${VERY_MANY}])`],
    ["keys", `get_work_unit_status('s', [${VERY_MANY}])`],
    ["keys in an option", `get_work_units('s', {'work_unit_keys': [${VERY_MANY}]})`],
    ["a long path", `lock('me', 100, [['z', ${VERY_MANY}]])`],
    ["output", `update_work_unit('s', 'a', {'status': 4, 'data': {'output': [${VERY_MANY}]}})`],
  ])("wherever memory ends in %s, all that it used is released", (_, call) => {
    let refused = 0;
    for (let room = 10_000; room < 3_000_000; room = Math.ceil(room * 1.7)) {
      const memory = new Memory(4_000_000);
      const caller = new Caller({ memory });
      caller.says([
        ["set_work_spec({'name': 's', 'then': 't'})", "[true, null]"],
        ["set_work_spec({'name': 't'})", "[true, null]"],
        ["add_work_units('s', ['a'])", "[true, null]"],
      ]);
      const others = memory.most - memory.stored - room;
      memory.passing += others;
      if (isRefused(() => caller.call(call))) refused++;
      expect([room, memory.passing - others]).toEqual([room, 0]);
    }
    expect(refused).toBeGreaterThan(3);
  });

  it.each([
    ["be finished", "update_work_unit('s', 'a', {'status': 4})", "[true, null]"],
    [
      "be failed with a traceback",
      "update_work_unit('s', 'a', {'status': 5, 'data': {'traceback': 'tb'}})",
      "[true, null]",
    ],
    ["be handed out", "get_work('w', {'work_spec_names': ['s']})", `[128(["s", 'b', {}]), null]`],
    ["be deleted", "del_work_units('s', {'all': true})", "[2, null]"],
    ["be unlocked", "unlock('me', [['x']])", "[true, null]"],
    ["be renewed", "renew('me', 100, [['x']])", "[true, null]"],
    ["be unregistered", "worker_unregister('w')", "[true, null]"],
  ])("stored objects can %s", (_, call, result) => {
    const { caller } = full();
    expect(caller.call(call)).toBe(result);
  });

  it("there is room again for what was deleted", () => {
    const { caller } = full();
    expect(caller.call("add_work_units('t', ['new'])")).toContain("out of memory");
    expect(caller.call("del_work_units('s', {'all': true})")).toBe("[2, null]");
    expect(caller.call("add_work_units('t', ['new'])")).toBe("[true, null]");
  });

  it("not even work on what is there has room beyond the rest that is kept for it", () => {
    const { memory, caller } = full();
    memory.stored = memory.most * 0.85;
    expect(caller.call("get_work('w', {'work_spec_names': ['s']})")).toContain("out of memory");
    expect(caller.call(`update_work_unit('s', 'a', {'data': {'x': ${LONG}}})`)).toContain("out of memory");
    expect(caller.call("update_work_unit('s', 'a', {'status': 1})")).toBe("[true, null]");
  });
});

describe("what is counted", () => {
  it("is nothing once everything is deleted, whatever happened to it before", () => {
    const memory = new Memory();
    const caller = new Caller({ memory });
    caller.says([
      ["set_work_spec({'name': 's', 'then': 't', 'max_retries': 2})", "[true, null]"],
      ["set_work_spec({'name': 's', 'then': 't', 'x': 'longer'})", "[true, null]"],
      ["set_work_spec({'name': 't'})", "[true, null]"],
      [
        "add_work_units('s', [['a', {'x': 1}], ['b', {}], ['c', {}], ['d', {}, {'delay': 5}], ['e', {}], ['f', {}]])",
        "[true, null]",
      ],
      ["add_work_units('s', [['a', {'longer': 'data'}]])", "[true, null]"],
    ]);
    caller.call("get_work('w', {'max_jobs': 3, 'lease_time': 10})");
    caller.call("get_work('v', {'lease_time': 100})");
    caller.call("add_work_units('s', [['b', {'given': 'while pending'}]])");
    caller.call("update_work_unit('s', 'a', {'data': {'progress': 'long data of its own'}})");
    caller.call("update_work_unit('s', 'a', {'status': 4, 'data': {'output': {'x': {}, 'y': {'k': 1}}}})");
    caller.call("update_work_unit('s', 'b', {'status': 5, 'data': {'traceback': 'tb'}})");
    caller.call("update_work_unit('s', 'b', {'status': 4})");
    caller.call("update_work_unit('s', 'a', {'status': 1})");
    caller.clock.advance(11);
    caller.call("count_work_units('s')");
    caller.call("prioritize_work_units('s', {'work_unit_keys': ['a', 'c'], 'adjustment': 5})");
    caller.call("get_work('w', {'max_jobs': 2})");
    caller.call("del_work_units('s', {'state': 3})");
    caller.call("del_work_units('s', {'work_unit_keys': ['a', 'd']})");
    caller.call("worker_heartbeat('w', 'm', 10, {'x': 1}, 'p')");
    caller.call("worker_heartbeat('w', 'mode', 20, {'x': 'longer'}, null)");
    caller.call("worker_heartbeat('v', 'm', 10, {}, null)");
    caller.call("lock('me', 10, [['a', 'b', 'c'], ['a', 'd']])");
    caller.call("lock('you', 5, [['e', 'f']])");
    caller.call("renew('me', 10, [['a', 'd']])");
    caller.call("unlock('me', [['a', 'd']])");
    expect(memory.stored).toBeGreaterThan(5_000);
    expect(caller.call("worker_unregister('v')")).toBe("[true, null]");
    caller.call("delete_namespace('a')");
    caller.clock.advance(30);
    caller.call("list_worker_modes()");
    caller.call("readlock([['e']])");
    caller.call("del_work_spec('t')");
    caller.call("clear()");
    expect([memory.stored, memory.passing]).toEqual([0, 0]);
  });
});
