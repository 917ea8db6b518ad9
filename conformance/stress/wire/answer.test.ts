import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf } from "../../cbor/frame.ts";
import { decodeFrame } from "../../client/codec.ts";
import type { Answer, Request } from "../history/call.ts";
import { answerIn } from "./answer.ts";
import { requestFrame } from "./request-frame.ts";

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
    [count, `'error': {"message": "no such thing"}`, { is: "error", message: "no such thing" }],
  ])("reads of %j the reply {%s}", (request, text, answer) => {
    expect(answerIn(reply(text), 7, request)).toEqual(answer);
  });

  it.each<[string, Buffer]>([
    ["a reply to call 8 where one to 7 was due", frameOf(assemble(`{'id': 8, 'result': [true, null]}`))],
    ["a reply that is no CBOR: not a frame", Buffer.from("f6", "hex")],
    ["unregister was answered with no pair of a truth value", reply(`'result': [1, null]`)],
    ["a reply that is no map", frameOf(assemble("[]"))],
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

describe("requestFrame()", () => {
  it.each([1, 30, 100_000])("makes a frame that is read again, with data of %i bytes", (length) => {
    const key = "k".repeat(length);
    const message = decodeFrame(requestFrame(7, { do: "status", spec: "s", keys: [key] }));
    expect(message).toEqual(
      new Map<string, unknown>([
        ["params", ["s", [key]]],
        ["id", 7],
        ["method", Buffer.from("get_work_unit_status")],
      ]),
    );
  });
});
