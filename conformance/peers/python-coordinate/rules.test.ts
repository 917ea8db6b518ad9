import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import type { Step } from "../../golden/format.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import type { PlayedStep } from "../../judge/judge.ts";
import { reasonOf } from "../../protocol/protocol.ts";
import { runCase } from "../../run/case.ts";
import { pointsOf } from "../sort.ts";
import { peer } from "./peer.ts";

/** A call with the expected reply and the daemon's reply in notation, `!text` for an error reply; or a wait in seconds. */
type Turn = readonly [call: string, wanted: string, came: string] | number;

const CLOSED = "the connection closed";

function reply(id: number, answer: string): Buffer[] {
  if (answer === CLOSED) return [];
  const rest = answer.startsWith("!")
    ? `'error': {"message": ${JSON.stringify(answer.slice(1))}}`
    : `'result': ${answer}`;
  return [frameOf(assemble(`{'id': ${id}, ${rest}}`))];
}

function stepOf(turn: Turn, number: number): Step {
  if (typeof turn === "number") return { kind: "wait", number, line: 0, seconds: turn };
  const [call, wanted] = turn;
  const open = call.indexOf("(");
  const sends = [requestFrame(number, call.slice(0, open), call.slice(open + 1, -1))];
  const replies = reply(number, wanted).map((bytes) => ({ bytes, says: wanted, masks: [] }));
  return exchangeOf({ number, call: [call], sends, replies, closes: wanted === CLOSED });
}

/** The points of a session's differences in order, without repetition. */
async function points(...turns: Turn[]): Promise<(string | undefined)[]> {
  const golden = goldenOf(turns.map((turn, i) => stepOf(turn, i + 1)));
  const played = turns.flatMap((turn, i): PlayedStep[] => {
    if (typeof turn === "number") return [];
    const [, , came] = turn;
    const times = { sentAt: 1000, receivedAt: 1000 };
    return [{ step: i + 1, ...times, replies: reply(i + 1, came), rest: Buffer.alloc(0), closed: came === CLOSED }];
  });
  const player = { name: "", failure: () => Promise.resolve(undefined), play: () => Promise.resolve(played) };
  const { differences } = await runCase(golden, { player, compare: "python" });
  const found = pointsOf(golden, differences, peer);
  return [...new Set(differences.map((difference) => found.get(difference)))];
}

const yes = "[true, null]";
const same = (call: string, answer = yes): Turn => [call, answer, answer];
const spec = (definition: string) => same(`set_work_spec(${definition})`);
const units = (list: string) => same(`add_work_units('s', [${list}])`);
const none = "[128([null, null, null]), null]";
const job = (key: string, data = "{}") => `[128(['s', '${key}', ${data}]), null]`;
const work = (wanted: string, came: string): Turn => ["get_work('w', {'max_jobs': 1})", wanted, came];
const update = (options: string, wanted = yes, came = wanted): Turn => [
  `update_work_unit('s', 'u', ${options})`,
  wanted,
  came,
];
const lacks = (name: string) => `!AttributeError("'MultiBackendProxyObject' object has no attribute '${name}'",)`;

describe("the points of the Python daemon", () => {
  it.each<[string, Turn[]]>([
    ["D6", [["now()", "1000", lacks("now")]]],
    ["D3", [["nosuch()", "!no such method Nosuch", lacks("nosuch")]]],
    ["D4", [["clear()", CLOSED, "0"]]],
    [
      "D5",
      [
        ["add_work_units('s', [['u', {'v': 5000(1)}]])", yes, CLOSED],
        ["count_work_units('s')", "[{1: 1}, null]", "[{}, null]"],
      ],
    ],
    ["D63", [["add_work_units('s', [['u', {'v': simple(3)}]])", yes, CLOSED]]],
    ["D64", [["get_work_spec(5)", "!'' expected type 'string', got unconvertible type 'uint64'", "null"]]],
    ["D65", [["get_work('w', null)", none, `!AttributeError("'NoneType' object has no attribute 'get'",)`]]],
    ["D66", [["list_work_specs({'LIMIT': 1})", `[[{"name": 'a'}], "b"]`, "[[{'name': 'a'}, {'name': 'b'}], null]"]]],
    [
      "D48",
      [["add_work_units('s', [['u', 5]])", "!1 error(s) decoding:\n\n* 'Data' expected a map, got 'uint64'", yes]],
    ],
    [
      "D11",
      [["get_work_unit_status('s', ['u'])", '[[{"status": 1}], null]', "[[{'status': 1, 'expiration': null}], null]"]],
    ],
    ["D22", [update("{'data': {'n': 1}}", yes, "[false, 'nothing to do']")]],
    ["D21", [update("{}", yes, "[false, 'nothing to do']")]],
    ["D23", [update("{'status': 4}"), update("{'status': 4, 'data': {}}", "[false, null]", yes)]],
    ["D71", [update("{'status': 4}"), update("{'lease_time': 5}", "[false, null]", yes)]],
    ["D33", [1.2, update("{'lease_time': 5}", "[false, null]", yes)]],
    ["D25", [update("{'status': 9}", "!update_work_unit invalid status", yes), work(job("u"), none)]],
    ["D24", [update("{'status': 3}", "!update_work_unit cannot change failed unit", yes)]],
    [
      "D27",
      [
        update("{'status': 4, 'data': {'n': 2}}"),
        update("{'status': 1}"),
        work(job("u", "{'n': 1}"), job("u", "{'n': 2}")),
      ],
    ],
    ["D57", [same("clear()", "1"), work(job("u"), none)]],
    ["D61", [units("['u', {}, {'priority': -1}]"), work(job("u"), none)]],
    ["D38", [units("['u', {}, {'delay': 9}]"), work(none, job("u"))]],
    ["D39", [spec("{'name': 's', 'max_retries': 1}"), units("['u', {}]"), work(none, job("u"))]],
    ["D42", [spec("{'name': 's', 'continuous': true}"), work(none, job("1000.25"))]],
    [
      "D28",
      [
        units("['u', {}]"),
        same("get_work('w', {'max_jobs': 1})", job("u")),
        units("['u', {}]"),
        ["get_work_unit_status('s', ['u'])", '[[{"status": 3}], null]', "[[{'status': 1}], null]"],
      ],
    ],
    [
      "D59",
      [
        spec("{'name': 's', 'max_getwork': 0}"),
        [
          "get_work('w', {'max_jobs': 2})",
          "[[128(['s', 'a', {}]), 128(['s', 'b', {}])], null]",
          "[[128(['s', 'a', {}])], null]",
        ],
      ],
    ],
    [
      "D26",
      [
        update("{'status': 3, 'worker_id': 'x'}"),
        ["get_work_unit_status('s', ['u'])", "[[{\"worker_id\": 'w'}], null]", "[[{'worker_id': 'x'}], null]"],
      ],
    ],
    [
      "D31",
      [
        update("{'status': 3}"),
        ["get_work_unit_status('s', ['u'])", '[[{"expiration": 1300}], null]', "[[{'expiration': 1200}], null]"],
      ],
    ],
    [
      "P3",
      [
        same("worker_heartbeat('w', 'RUN', 9, {}, null)"),
        ["worker_heartbeat('w', 'RUN', 9, {}, 'p')", yes, "!KeyError('w',)"],
      ],
    ],
    ["K7", [["get_worker_info('w')", "[{}, null]", "[null, null]"]]],
    ["D73", [1.2, ["worker_unregister('w')", `[false, "no worker 'w'"]`, yes]]],
  ])("%s explains the differences of its example session", async (point, turns) => {
    expect(await points(...turns)).toEqual([point]);
    expect(reasonOf(point, "python-coordinate")).toBeTruthy();
  });

  it("go on to what follows from an earlier difference", async () => {
    const lost: Turn = [
      "add_work_units('s', ['u'])",
      yes,
      "!TypeError('__init__() takes at least 3 arguments (2 given)',)",
    ];
    expect(await points(lost, ["count_work_units('s')", "[{1: 1}, null]", "[{}, null]"], work(job("u"), none))).toEqual(
      ["D49"],
    );
  });

  it.each<[string, Turn[]]>([
    ["another status", [["get_work_unit_status('s', ['u'])", '[[{"status": 1}], null]', "[[{'status': 4}], null]"]]],
    ["a unit that is not handed out", [work(job("u"), none)]],
    [
      "a later difference in another work spec",
      [
        ["add_work_units('t', ['u'])", yes, "!TypeError('__init__() takes at least 3 arguments (2 given)',)"],
        ["count_work_units('s')", "[{1: 1}, null]", "[{1: 2}, null]"],
      ],
    ],
    ["an exception without a known cause", [["count_work_units('s')", "[{}, null]", "!KeyError('s',)"]]],
  ])("do not explain %s", async (_, turns) => {
    expect((await points(...turns)).at(-1)).toBeUndefined();
  });
});
