import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf } from "../../cbor/frame.ts";
import { stringOf } from "../../cbor/reading.ts";
import { anyCallIn } from "./keyword-call.ts";

function seen(message: string) {
  const call = anyCallIn(frameOf(assemble(message)));
  return call === undefined ? undefined : [call.method, ...call.params.map((item) => stringOf(item) ?? item.kind)];
}

describe("anyCallIn()", () => {
  it.each([
    ["{'id': 1, 'method': 'get_work', 'params': ['w', {}]}", ["get_work", "w", "map"]],
    ["{'id': 1, 'method': 'get_work', 'params': {'options': {}, 'worker_id': 'w'}}", ["get_work", "w", "map"]],
    ["{'id': 1, 'method': 'clear', 'params': {}}", ["clear"]],
    ["{'id': 1, 'method': 'nosuch', 'params': {'x': 1}}", undefined],
    ["{'id': 1, 'method': 'clear', 'params': null}", undefined],
    ["[1]", undefined],
  ])("sees %s", (message, call) => {
    expect(seen(message)).toEqual(call);
  });
});
