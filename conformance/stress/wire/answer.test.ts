import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf } from "../../cbor/frame.ts";
import type { Answer, Request } from "../history/call.ts";
import { answerIn } from "./answer.ts";

const reply = (text: string) => frameOf(assemble(`{'id': 7, ${text}}`));
const getWork: Request = { do: "get-work", worker: "w", specs: [], most: 1, lease: 1 };
const status: Request = { do: "status", spec: "s", keys: ["a", "b"] };
const count: Request = { do: "count", spec: "s" };

describe("answerIn()", () => {
  it.each<[Request, string, Answer]>([
    [getWork, `'result': [128(["s", 'u', {}]), null]`, { is: "work", spec: "s", keys: ["u"] }],
    [getWork, `'result': 128([128(['s', 'u', {}]), null])`, { is: "work", spec: "s", keys: ["u"] }],
    [
      getWork,
      `'result': [[128(["s", 'u', {}]), 128(["s", 'v', {}])], null]`,
      { is: "work", spec: "s", keys: ["u", "v"] },
    ],
    [getWork, `'result': [128([null, null, null]), null]`, { is: "work", spec: "", keys: [] }],
    [getWork, `'result': [[], null]`, { is: "work", spec: "", keys: [] }],
    [
      status,
      `'result': [[null, {"status": 3, "worker_id": "w"}], null]`,
      { is: "statuses", statuses: [null, { status: 3, worker: "w" }] },
    ],
    [count, `'result': [{0: 1, 1: 2, 5: 3}, null]`, { is: "counts", counts: [3, 0, 0, 3] }],
    [{ do: "list", spec: "s", status: 0, after: "", limit: 9 }, `'result': [null, null]`, { is: "keys", keys: [] }],
    [{ do: "workers" }, `'result': {"w": "run"}`, { is: "keys", keys: ["w"] }],
    [{ do: "workers" }, `'result': [{"w": "run"}, null]`, { is: "keys", keys: ["w"] }],
    [{ do: "read-lock", path: ["a"] }, `'result': ["w"]`, { is: "owner", owner: "w" }],
    [{ do: "delete", spec: "s", keys: ["a"], status: 0 }, `'result': [1, null]`, { is: "number", number: 1 }],
    [{ do: "unregister", worker: "w" }, `'result': [false, "no"]`, { is: "done", done: false }],
    [
      { do: "children", worker: "p" },
      `'result': [{'w': [{"work_spec_name": "s", 'work_unit_key': "u", "worker_id": null, 'x': {}}]}, null]`,
      { is: "children", children: [{ worker: "w", units: [{ spec: "s", key: "u", worker: "" }] }] },
    ],
    [{ do: "clear" }, `'result': 70000`, { is: "number", number: 70_000 }],
    [{ do: "unregister", worker: "w" }, `'result': [_ true, null]`, { is: "done", done: true }],
    [
      getWork,
      `'result': [_ [_ 128([_ "s", 'u', {_ 'x': [_ 1, 2.5]}]), 128(["s", (_ 'v', 'w'), {}])], null], 'error': null`,
      { is: "work", spec: "s", keys: ["u", "vw"] },
    ],
    [
      status,
      `'result': [[null, {"expiration": 1.5, "status": 3, "worker_id": "wörker"}], null], 'error': null`,
      { is: "statuses", statuses: [null, { status: 3, worker: "wörker" }] },
    ],
    [count, `'error': {"message": "no such thing"}`, { is: "error", message: "no such thing" }],
    [count, `'result': null, 'error': {'code': [1], 'message': 'no\nmore'}`, { is: "error", message: "no" }],
  ])("reads of %j the reply {%s}", (request, text, answer) => {
    expect(answerIn(reply(text), 7, request)).toEqual(answer);
  });

  it.each<[string, Buffer]>([
    ["a reply to call 8 where one to 7 was due", frameOf(assemble(`{'id': 8, 'result': [true, null]}`))],
    ["a reply that is no CBOR: not a frame", Buffer.from("f6", "hex")],
    ["unregister was answered with no pair of a truth value", reply(`'result': [1, null]`)],
    ["a reply that is no map", frameOf(assemble("[]"))],
    ["a reply that is no CBOR: bytes come behind it", frameOf(assemble("{'id': 7, 'result': [true, null]}, null"))],
    ["a reply that is no CBOR: the item is cut off", reply(`'result': [true, null]`).subarray(0, -1)],
    ["a reply that is no CBOR: a string is cut off", Buffer.from("d81845a1436964", "hex")],
    ["unregister was answered with neither a result nor an error", reply(`'error': null`)],
    ["a reply that is no CBOR: more than 200 levels are open", reply(`'result': ${"[".repeat(300)}${"]".repeat(300)}`)],
  ])("refuses %s", (message, frame) => {
    expect(() => answerIn(frame, 7, { do: "unregister", worker: "w" })).toThrow(message);
  });

  it.each(["[null]", "[null, null, null]"])(
    "refuses statuses of more or fewer units than were asked for: %s",
    (list) => {
      expect(() => answerIn(reply(`'result': [${list}, null]`), 7, status)).toThrow("statuses where 2 were asked for");
    },
  );
});
