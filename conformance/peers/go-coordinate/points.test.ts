import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { type Comparison, compare } from "../../explore/compare.ts";
import { findPeer } from "../find.ts";
import { peer } from "./peer.ts";

const list = findPeer("go-coordinate");

/** Method, parameters, the expected reply and the Go daemon's reply (the same if absent). */
type Played = readonly [method: string, params: string, expected: string, got?: string];

const START = 1_795_000_000;

/** A result in notation; `error TEXT`, `closed` or `no result`. */
function answer(says: string, step: number) {
  const timed = says.replace(/NOW\+(\d+)/g, (_, seconds: string) => String(START + Number(seconds)));
  const message = timed.startsWith("error ")
    ? `{'id': ${step}, 'error': {"message": ${JSON.stringify(timed.slice(6))}}}`
    : says === "no result"
      ? `{'id': ${step}}`
      : `{'id': ${step}, 'result': ${timed}}`;
  const replies = says === "closed" ? [] : [frameOf(assemble(message))];
  return { step, sentAt: START, receivedAt: START, replies, rest: Buffer.alloc(0), closed: says === "closed" };
}

function compared(calls: readonly Played[]): Comparison {
  const session = calls.map(([method, params], i) => requestFrame(i + 1, method, params));
  const expected = calls.map(([, , says], i) => answer(says, i + 1));
  const got = calls.map(([, , says, other], i) => answer(other ?? says, i + 1));
  return compare(session, expected, got, "ordered", { list, rules: peer });
}

const ok = "[true, null]";
const add: Played = ["add_work_units", "'a', [['u', {}]]", ok];
const delayed: Played = ["add_work_units", "'a', [['u', {}, {'delay': 60}]]", ok];
const taken: Played = ["get_work", "'w', {}", `[128(["a", 'u', {}]), null]`];
const beat: Played = ["worker_heartbeat", "'w', 'RUN', 300, {'k': 1}, 'p'", ok];
const update = (options: string, expected: string, got?: string): Played => [
  "update_work_unit",
  `'a', 'u', ${options}`,
  expected,
  ...(got === undefined ? ([] as const) : ([got] as const)),
];

const defined: Played = ["set_work_spec", "{'name': 'a'}", ok];
const otherUnit: Played = ["get_work", "'w', {}", `[128(["a", 'u', {}]), null]`, `[128(["a", 'v', {}]), null]`];

/** Exchanges that a point explains, and another reply to the last call that it must not explain. */
const explained: [point: string, calls: Played[], otherwise: string][] = [
  ["K1", [["get_work_units", "'a', {}", "[[], null]", "[null, null]"]], "[[], true]"],
  [
    "K3",
    [
      taken,
      ["get_work_unit_status", "'a', ['u']", `[[{"expiration": NOW+300}], null]`, `[[{"expiration": NOW+900}], null]`],
    ],
    `[[{"expiration": NOW+600}], null]`,
  ],
  [
    "K29",
    [
      [
        "add_work_units",
        "'a', [['u', {}, {}, 1], []]",
        "error too few parameters to work unit",
        "error priority must be a number",
      ],
    ],
    "error priority is no number",
  ],
  ["K4", [beat, ["list_worker_modes", "", `[{"w": "RUN"}, null]`, `{"w": "RUN", "p": ""}`]], `{"w": "IDLE"}`],
  ["K4", [beat, ["list_worker_modes", "", `[{"w": "RUN"}, null]`, `{"w": "RUN"}`]], `{"w": "RUN", "never named": ""}`],
  ["K4", [beat, ["mode_counts", "", `[{"RUN": 1}, null]`, `{"RUN": 1, "": 1}`]], `{"RUN": 1, "": 2}`],
  ["K5", [["worker_unregister", "'w'", `[false, "no worker 'w'"]`, ok]], `[true, "no worker 'w'"]`],
  [
    "K5",
    [["worker_heartbeat", "'w', 'RUN', -1, {}, null", `[true, "negative expire time -1 defaulted to 5 minutes"]`, ok]],
    `[true, "another"]`,
  ],
  [
    "K5",
    [
      beat,
      [
        "worker_stats",
        "",
        `{"num_workers": 1, "num_children": 1, "num_expirable": 1}`,
        `{"num_workers": 2, "num_children": 1, "num_expirable": 2}`,
      ],
    ],
    `{"num_workers": 3, "num_children": 1, "num_expirable": 3}`,
  ],
  ["K5", [["get_worker_info", "'w'", "[{}, null]", "[null, null]"]], "[{}, true]"],
  ["K5", [beat, ["get_child_work_units", "'p'", "[{}, null]", `[{"w": []}, null]`]], `[{"v": []}, null]`],
  [
    "K6",
    [["get_work_unit_status", "'a', ['u']", "[[null], null]", `error No such work unit "u"`]],
    "error No such work spec a",
  ],
  ["K7", [["get_work_spec", "'a'", "null", "error No such work spec a"]], "error no such method GetWorkSpec"],
  ["K8", [["archive", "{}", "null", "no result"]], "true"],
  ["K9", [["list_work_specs", "{'limit': 1}", `[[{"name": "a"}], null]`, `[[null], "a"]`]], "error wrong"],
  [
    "K11",
    [["del_work_units", "'a', {}", `[0, "no usable options to del_work_units"]`, "[3, null]"]],
    "error invalid work unit status",
  ],
  [
    "K13",
    [update("{'status': 4}", ok, "error runtime error: invalid memory address or nil pointer dereference")],
    "error runtime error: index out of range",
  ],
  [
    "K14",
    [update("{'status': 1}", `[false, "no such work unit key='u'"]`, `error No such work unit "u"`)],
    "error No such work spec a",
  ],
  ["K15", [defined, add, ["add_work_units", "'a', [['u', {}, {'priority': 2}]]", ok], otherUnit], ""],
  [
    "K17",
    [
      ["clear", "", "1"],
      ["get_child_work_units", "'p'", "[{}, null]", "error Object no longer exists"],
    ],
    "error x",
  ],
  [
    "K18",
    [
      ["add_work_units", "'a', [['u', {'k': 5000('x')}]]", ok],
      [
        "get_work_units",
        "'a', {}",
        `[[128(['u', {"k": 5000('x')}])], null]`,
        `[[128(['u', {"k": 5000(null)}])], null]`,
      ],
    ],
    `[[128(['u', {"k": 5000(1)}])], null]`,
  ],
  [
    "K18",
    [["get_work_units", "'a', {'k': simple(255)}", "[[], null]", "closed"]],
    "error a closed connection is all that is known",
  ],
  ["K22", [["control_work_spec", "'a', {'weight': 1e300}", ok, "error anything"]], "error anything else"],
  ["K23", [delayed, ["count_work_units", "'a'", "[{1: 1}, null]", "[{0: 1}, null]"]], "[{0: 2}, null]"],
  ["K25", [["renew", "'', 60, [['x']]", `[false, "[[120]] is held by "]`, ok]], `[false, "[[120]] is not held"]`],
  [
    "K27",
    [["get_work", "'w', {'max_jobs': 0}", `[[128(["a", 'u', {}])], null]`, `[128(["a", 'u', {}]), null]`]],
    "error x",
  ],
  ["K26", [delayed, ["get_work_units", "'a', {'state': 1}", "[[128(['u', {}])], null]", "[null, null]"]], "error x"],
];

describe("the Go daemon's points", () => {
  it.each(explained)("%s explains %j", (point, calls) => {
    const { unexplained, explained: points } = compared(calls);
    expect(unexplained).toEqual([]);
    expect([...points.keys()]).toEqual([point]);
  });

  const narrow = explained.filter(([point]) => point !== "K15" && point !== "K22");
  it.each(narrow)("%s does not explain another answer to the last of %j", (_, calls, otherwise) => {
    const [method, params, expected] = calls.at(-1) ?? ["", "", ""];
    const { unexplained } = compared([...calls.slice(0, -1), [method, params, expected, otherwise]]);
    expect(unexplained.length).toBeGreaterThan(0);
  });

  it("do not explain a difference in what the calls before did not stir", () => {
    const same: Played = ["get_work", "'w', {}", `[128(["a", 'u', {}]), null]`, `[128(["a", 'v', {}]), null]`];
    expect(compared([add, same]).unexplained).not.toEqual([]);
    const status: Played = ["count_work_units", "'a'", "[{1: 1}, null]", "[{0: 1}, null]"];
    expect(compared([add, status]).unexplained).not.toEqual([]);
  });

  it("see no difference in the order of listed units", () => {
    const units = ["'a', {}", "[[128(['u', {}]), 128(['v', {}])], null]", "[[128(['v', {}]), 128(['u', {}])], null]"];
    const [params = "", expected = "", got = ""] = units;
    expect(compared([["get_work_units", params, expected, got]])).toMatchObject({ unexplained: [] });
    expect(compared([["get_work", params, expected, got]]).unexplained).not.toEqual([]);
  });

  it.each<[point: string, call: Played]>([
    ["K10", ["control_work_spec", "'a', {'max_running': 1}", ok]],
    ["K12", ["set_work_spec", "{'name': 'a', 'weight': 'x'}", "error 1 error(s) decoding"]],
    ["K16", ["add_work_units", "'a', [['', {}]]", ok]],
    ["K19", update("{'status': 7}", "error update_work_unit invalid status")],
    ["K22", update("{'lease_time': 1e30}", ok)],
  ])("%s ends the comparison after %j", (point, call) => {
    const later: Played = ["count_work_units", "'a'", "[{1: 1}, null]", "[{4: 1}, null]"];
    expect(compared([call, later])).toMatchObject({ unexplained: [], split: point, compared: 1, left: 1 });
    expect(compared([later]).unexplained).not.toEqual([]);
  });

  it("K20 ends the comparison after a failed unit is finished with data", () => {
    const finished = update("{'status': 4, 'data': {}}", ok);
    expect(compared([update("{'status': 5}", ok), finished])).toMatchObject({ split: "K20" });
    expect(compared([finished])).toMatchObject({ split: undefined });
  });
});
