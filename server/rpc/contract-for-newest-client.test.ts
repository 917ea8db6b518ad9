// One test for each point that was found with the newest real client, its worker program or its documentation.
import { describe, expect, it } from "vitest";
import { describeReply } from "../../conformance/golden/describe.ts";
import { Caller, error } from "../testing/caller.ts";

const OK = "[true, null]";
const NOTHING = "[128([null, null, null]), null]";
const MISSING = '[false, "missing work_unit_keys"]';

function held(caller: Caller): string {
  return caller.call("get_work_unit_status('s', ['u'])");
}

describe("the contract, as the newest client needs it", () => {
  it("K28: a parent sees what became of its children's work", () => {
    const caller = Caller.withUnits("'a', 'b'");
    const child = (worker: string, expires: number) =>
      `[{"c": [{"work_spec_name": "s", "work_unit_key": 'a', "work_unit_data": {}, "worker_id": ${worker}, "expires": ${expires}}]}, null]`;
    caller.says([
      ["worker_heartbeat('c', 'm', 3600, {}, 'p')", OK],
      ["get_work('c', {'lease_time': 10})", "[128([\"s\", 'a', {}]), null]"],
    ]);
    caller.clock.advance(15);
    caller.says([
      ["get_child_work_units('p')", child('"c"', 1_000_010)],
      ["get_work('other', {'lease_time': 10})", "[128([\"s\", 'a', {}]), null]"],
      ["get_child_work_units('p')", child('"other"', 1_000_025)],
      ["update_work_unit('s', 'a', {'status': 1})", OK],
      ["get_child_work_units('p')", child("null", 1_000_010)],
      ["get_work('c', {'work_spec_names': ['none']})", NOTHING],
      ["get_child_work_units('p')", '[{"c": []}, null]'],
    ]);
  });

  it.each(["10", "-1", "18446744073709551615", "2.5", "null"])(
    "K29: %s is a priority of a unit that is added",
    (sent) => {
      const caller = Caller.withUnits(`['a', {}], ['b', {}, {}, ${sent}], ['c', {}]`);
      const place = sent === "null" ? 1 : sent === "-1" ? 2 : 0;
      const keys = caller.call("get_work('w', {'max_jobs': 3})").match(/(?<=")s", '\w/g) ?? [];
      expect(keys.findIndex((each) => each.endsWith("b"))).toBe(place);
    },
  );

  it("K29: a whole number is a priority in the output of a finished unit, too", () => {
    Caller.withUnits("'u'", "'then': 't'").says([
      ["set_work_spec({'name': 't', 'priority': 1})", OK],
      ["update_work_unit('s', 'u', {'status': 4, 'data': {'output': ['first', ['second', {}, {}, 10]]}})", OK],
      ["get_work('w', {})", "[128([\"t\", 'second', {}]), null]"],
      ["get_work('w', {})", "[128([\"t\", 'first', {}]), null]"],
    ]);
  });

  it.each(["2", "[2]", "128([2, 2])", "h'02'"])("K30: the state %s finds no unit", (state) => {
    Caller.withUnits("'u'").says([[`get_work_units('s', {'state': ${state}})`, "[[], null]"]]);
  });

  it("K30: a state that no unit has adds none to others, and deletes none", () => {
    Caller.withUnits("'u'").says([
      ["get_work_units('s', {'state': [2, 1]})", "[[128(['u', {}])], null]"],
      ["del_work_units('s', {'state': 2})", "[0, null]"],
      ["del_work_units('s', {'state': 2, 'work_unit_keys': ['u']})", "[0, null]"],
      ["count_work_units('s')", "[{1: 1}, null]"],
      ["update_work_unit('s', 'u', {'status': 2})", error("update_work_unit invalid status")],
    ]);
  });

  it.each([
    ["null", '{"age_seconds": 7}'],
    ["{}", '{"age_seconds": 7}'],
    ["{'k': [1]}", '{"k": [1], "age_seconds": 7}'],
    ["{'age_seconds': 'mine', 'k': 1}", '{"k": 1, "age_seconds": 7}'],
  ])("K31: the information on a worker with data %s has its age", (data, info) => {
    const caller = new Caller();
    caller.call(`worker_heartbeat('w', 'm', 60, ${data}, null)`);
    caller.clock.advance(7.9);
    caller.says([
      ["get_worker_info('w')", `[${info}, null]`],
      [`worker_heartbeat('w', 'm', 60, {}, null)`, OK],
      ["get_worker_info('w')", '[{"age_seconds": 0}, null]'],
    ]);
  });

  describe.each([3600, -3600])("K32: after the wall clock was set by %d seconds", (step) => {
    function stepped(...calls: string[]): Caller {
      const caller = Caller.withUnits("'u', ['later', {}, {'delay': 50}]");
      for (const call of calls) caller.call(call);
      caller.clock.step(step);
      return caller;
    }

    it("a lease ends when its time is over, and is told in the new time", () => {
      const caller = stepped("get_work('w', {'lease_time': 40})");
      const told = `[[{"status": 3, "expiration": ${1_000_040 + step}, "worker_id": "w"}], null]`;
      expect(held(caller)).toBe(told);
      caller.clock.advance(40);
      expect(held(caller)).toBe(told);
      caller.clock.advance(0.001);
      expect(held(caller)).toBe('[[{"status": 1}], null]');
    });

    it("a delay is over when its time is over", () => {
      const caller = stepped("get_work('w', {'lease_time': 600})");
      caller.clock.advance(49.9);
      expect(caller.call("get_work('v', {})")).toBe(NOTHING);
      caller.clock.advance(0.1);
      expect(caller.call("get_work('v', {})")).toContain("later");
    });

    it("a worker goes when its time is over, and is as old as it is", () => {
      const caller = stepped("worker_heartbeat('w', 'm', 60, {}, null)");
      caller.clock.advance(60);
      expect(caller.call("get_worker_info('w')")).toBe('[{"age_seconds": 60}, null]');
      caller.clock.advance(0.001);
      expect(caller.call("get_worker_info('w')")).toBe("[{}, null]");
    });

    it("a lock ends when its time is over", () => {
      const caller = stepped("lock('me', 30, [['a']])");
      caller.clock.advance(30);
      expect(caller.call("readlock([['a']])")).toBe('["me"]');
      caller.clock.advance(0.001);
      expect(caller.call("readlock([['a']])")).toBe("[null]");
    });

    it("a continuous spec waits for its interval, and names its unit after the new time", () => {
      const caller = stepped("set_work_spec({'name': 'c', 'continuous': true, 'interval': 20})");
      const work = () => caller.call("get_work('w', {'work_spec_names': ['c']})");
      expect(work()).toContain(`'${1_000_000 + step}.000'`);
      caller.call(`update_work_unit('c', '${1_000_000 + step}.000', {'status': 4})`);
      caller.clock.step(step);
      caller.clock.advance(19.9);
      expect(work()).toBe(NOTHING);
      caller.clock.advance(0.1);
      expect(work()).toContain(`'${1_000_020 + 2 * step}.000'`);
    });

    it("now is the new time", () => {
      expect(stepped().call("now()")).toBe(String(1_000_000 + step));
    });
  });

  it("K32: a clock that has one side is good for both", () => {
    let time = 2000;
    const caller = new Caller({ clock: { now: () => time } });
    caller.says([
      ["set_work_spec({'name': 's'})", OK],
      ["add_work_units('s', ['u'])", OK],
      ["get_work('w', {'lease_time': 40})", "[128([\"s\", 'u', {}]), null]"],
    ]);
    expect(held(caller)).toBe('[[{"status": 3, "expiration": 2040, "worker_id": "w"}], null]');
    time = 2041;
    expect(held(caller)).toBe('[[{"status": 1}], null]');
  });

  it.each(["h'ff'", "h'c3a9'", "h'eda080'"])(
    "K33: the key %s of a map is kept, as text if it can be read as such",
    (sent) => {
      const caller = Caller.withUnits(`['u', {${sent}: {'in': [{${sent}: 1}]}}]`);
      const hex = caller.message("{'id': 1, 'method': 'get_work_units', 'params': ['s', {}]}");
      const bytes = sent.slice(2, -1);
      const head = sent === "h'ff'" ? "41" : sent === "h'c3a9'" ? "62" : "63";
      expect(hex.split(head + bytes)).toHaveLength(3);
    },
  );

  it("K33: ids, modes and messages that are no UTF-8 are byte strings, and what is UTF-8 is text", () => {
    const caller = Caller.withUnits("'u'");
    caller.says([
      ["worker_heartbeat(h'ff', h'fe', 60, {}, 'p')", OK],
      ["worker_heartbeat(h'c3a9', 'm', 60, {}, 'p')", OK],
      ["list_worker_modes()", `[{"\u00e9": "m", h'ff': h'fe'}, null]`],
      ["mode_counts()", `[{"m": 1, h'fe': 1}, null]`],
      ["get_work(h'ff', {'lease_time': 60})", "[128([\"s\", 'u', {}]), null]"],
      ["get_work_unit_status('s', ['u'])", `[[{"status": 3, "expiration": 1000060, "worker_id": h'ff'}], null]`],
      [
        "get_child_work_units('p')",
        `[{"\u00e9": [], h'ff': [{"work_spec_name": "s", "work_unit_key": 'u', "work_unit_data": {}, "worker_id": h'ff', "expires": 1000060}]}, null]`,
      ],
      ["lock(h'ff', 60, [['a']])", OK],
      ["readlock([['a']])", "[h'ff']"],
      ["unlock('me', [['a']])", "[false, h'5b5b39375d5d2069732068656c6420627920ff']"],
      ["count_work_units(h'ff')", "[null, h'4e6f207375636820776f726b207370656320ff']"],
      ["update_work_unit(h'ff', 'u', {})", "[false, h'4e6f207375636820776f726b207370656320ff']"],
      ["del_work_units(h'ff', {})", "[0, h'4e6f207375636820776f726b207370656320ff']"],
    ]);
  });

  it("K33: a string of a work spec that is no UTF-8 stays a byte string, but for its name", () => {
    new Caller().says([
      ["set_work_spec({'name': 's', 'desc': h'ff', 'then': h'fe', h'fd': 1})", OK],
      ["get_work_spec('s')", `{"name": "s", "desc": h'ff', "then": h'fe', h'fd': 1}`],
    ]);
  });

  const UNREADABLE = [
    ["1(5)", "a tag 1"],
    ['0("2026-11-27")', "a tag 0"],
    ["4([1, 2])", "a tag 4"],
    ["5000({'a': 1})", "a tag 5000"],
    ["24(h'05')", "a tag 24"],
    ["37(h'00')", "a tag 37 around no 16 bytes"],
    ["37([1])", "a tag 37 around no 16 bytes"],
    ["128('ab')", "a tag 128 around no list"],
    ["128(null)", "a tag 128 around no list"],
    ["2(5)", "a tag 2 around no byte string"],
    ['3("a")', "a tag 3 around no byte string"],
    ["simple(0)", "the simple value 0"],
    ["simple(255)", "the simple value 255"],
  ] as const;

  it.each(UNREADABLE)("K18: data with %s is refused, and nothing is added", (sent, problem) => {
    const refused = (place: string) => error(`1 error(s) decoding:\n\n* '${place}' is ${problem}`);
    const caller = Caller.withUnits("['u', {'old': 1}]", "'then': 's'");
    caller.says([
      [`add_work_units('s', ['v', ['w', {'when': ${sent}}]])`, refused("Data[when]")],
      [`add_work_units('s', [['w', {'a': [1, {'b': 128([${sent}])}]}]])`, refused("Data[a][1][b][0]")],
      [
        `update_work_unit('s', 'u', {'status': 4, 'data': {'output': {'x': {'y': ${sent}}}}})`,
        refused("Data[output][x][y]"),
      ],
      [`set_work_spec({'name': 's', 'config': {'k': ${sent}}})`, refused("[config][k]")],
      [`worker_heartbeat('w', 'm', 60, {'env': ${sent}}, null)`, refused("[env]")],
      ["get_work_units('s', {})", "[[128(['u', {\"old\": 1}])], null]"],
      ["get_work_unit_status('s', ['u'])", '[[{"status": 1}], null]'],
      ["get_work_spec('s')", `{"name": "s", "then": "s"}`],
      ["list_worker_modes()", "[{}, null]"],
    ]);
  });

  it.each([
    ["{[1]: 2}", "'Data[k]' has a key that is a list"],
    ["{{}: 2}", "'Data[k]' has a key that is a map"],
    ["{5000(1): 2}", "'Data[k]' has a key that is a tag 5000"],
    ["{128([1(2)]): 3}", "'Data[k][{[{1 [] <nil>}]}][0]' is a tag 1"],
    ["[{'a': {1: simple(7)}}]", "'Data[k][0][a][1]' is the simple value 7"],
  ])("K18: %s is refused", (sent, problem) => {
    const caller = Caller.withUnits("");
    expect(caller.call(`add_work_units('s', [['w', {'k': ${sent}}]])`)).toBe(
      error(`1 error(s) decoding:\n\n* ${problem}`),
    );
  });

  it.each(["62fffe", "7f61ff61aaff"])(
    "K18: the text %s, which is no UTF-8, is refused as a value and as a key",
    (text) => {
      const item = (data: string) =>
        `a346706172616d73824173818241 77${data}42696401466d6574686f644e6164645f776f726b5f756e697473`.replaceAll(
          " ",
          "",
        );
      const caller = Caller.withUnits("");
      const said = (data: string) => describeReply(caller.exchange(Buffer.from(item(data), "hex")));
      expect(said(`a1416b${text}`)).toBe(error("1 error(s) decoding:\n\n* 'Data[k]' is text that is no UTF-8"));
      expect(said(`a1${text}01`)).toBe(
        error("1 error(s) decoding:\n\n* 'Data' has a key that is text that is no UTF-8"),
      );
      expect(said("a1416b63eda080"), "a lone surrogate, as Python 2 sends and reads it").toBe(OK);
    },
  );

  it("K18: what cannot be read does no harm where it is not kept", () => {
    Caller.withUnits("'u'").says([
      ["get_work('w', {'later': 1(5)})", "[128([\"s\", 'u', {}]), null]"],
      ["archive({'when': 1(5)})", "null"],
      ["add_work_units('s', [['v', {}, {'note': simple(3)}]])", OK],
      ["lock('me', 60, [[1(5)]])", OK],
    ]);
  });

  it("K34: weights and intervals are numbers, whole or not", () => {
    const meta = (weight: string, interval: string) =>
      `[{"status": 1, "continuous": false, "interval": ${interval}, "max_running": 0, "weight": ${weight}}, null]`;
    Caller.withUnits("", "'weight': 0.5, 'interval': 1.5").says([
      ["get_work_spec_meta('s')", meta("0.5_3", "1.5_3")],
      ["control_work_spec('s', {'weight': 3.0, 'interval': 2})", OK],
      ["get_work_spec_meta('s')", meta("3", "2")],
      ["control_work_spec('s', {'weight': 9007199254740993, 'interval': -0.5})", OK],
      ["get_work_spec_meta('s')", meta("9007199254740993", "-0.5_3")],
    ]);
  });

  it("K34: an interval of half a second is over after half a second", () => {
    const caller = Caller.withUnits("", "'continuous': true, 'interval': 0.5");
    expect(caller.call("get_work('w', {})")).toContain("'1000000.000'");
    caller.call("update_work_unit('s', '1000000.000', {'status': 4})");
    expect(caller.call("get_work('w', {})")).toBe("[128([null, null, null]), null]");
    caller.clock.advance(0.5);
    expect(caller.call("get_work('w', {})")).toContain("'1000000.500'");
  });

  it("K35: a unit that is available already can be made so", () => {
    Caller.withUnits("'u', ['later', {}, {'delay': 90}]").says([
      ["update_work_unit('s', 'u', {'status': 1, 'lease_time': 0})", OK],
      ["update_work_unit('s', 'later', {'status': 1})", OK],
      ["update_work_unit('s', 'u', {'lease_time': 0})", "[false, null]"],
      ["get_work('w', {'max_jobs': 2})", "[[128([\"s\", 'u', {}])], null]"],
    ]);
  });

  it("K36: a report of progress without a lease time does not shorten a lease", () => {
    const caller = Caller.withUnits("'u'");
    const until = (end: number) => `[[{"status": 3, "expiration": ${end}, "worker_id": "w"}], null]`;
    caller.call("get_work('w', {'lease_time': 900})");
    caller.says([
      ["update_work_unit('s', 'u', {'data': {'done': 1}})", OK],
      ["get_work_unit_status('s', ['u'])", until(1_000_900)],
    ]);
    caller.clock.advance(800);
    caller.says([
      ["update_work_unit('s', 'u', {'data': {'done': 2}, 'lease_time': null})", OK],
      ["get_work_unit_status('s', ['u'])", until(1_001_100)],
      ["update_work_unit('s', 'u', {'lease_time': 10})", OK],
      ["get_work_unit_status('s', ['u'])", until(1_000_810)],
    ]);
  });

  it("K37: an empty list of keys to prioritize is no mistake", () => {
    Caller.withUnits("'u'").says([
      ["prioritize_work_units('s', {'work_unit_keys': [], 'priority': 5})", OK],
      ["prioritize_work_units('s', {'priority': 5})", MISSING],
      ["prioritize_work_units('s', {'work_unit_keys': null})", MISSING],
    ]);
  });
});
