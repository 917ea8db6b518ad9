import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { describeReply } from "../../golden/describe.ts";
import { callIn } from "../../protocol/call.ts";
import { registeredBy, withoutOtherWorkers } from "./other-workers.ts";

const call = (params: string) => callIn(requestFrame(1, "worker_heartbeat", params)) ?? expect.unreachable();
const without = (method: string, result: string, others: Parameters<typeof withoutOtherWorkers>[2]) =>
  describeReply(withoutOtherWorkers(method, frameOf(assemble(`{'id': 1, 'result': ${result}}`)), others));

const child = { id: "c", mode: "RUN", isChild: true };
const other = { id: "o", mode: "IDLE", isChild: false };

describe("registeredBy()", () => {
  it("finds the workers that other cases registered, and whether each has a parent", () => {
    const workers = new Map([
      ["c", "RUN"],
      ["mine", "RUN"],
      ["o", "IDLE"],
    ]);
    expect(registeredBy(workers, [call("'c', 'RUN', 1, {}, 'p'"), call("'o', 'IDLE', 1, {}, null")])).toEqual([
      child,
      other,
    ]);
  });
});

describe("withoutOtherWorkers()", () => {
  it.each([
    ["list_worker_modes", "[{'c': 'RUN', 'mine': 'RUN', 'o': 'IDLE'}, null]", "[{'mine': 'RUN'}, null]"],
    ["mode_counts", "[{'IDLE': 1, 'RUN': 3}, null]", "[{'RUN': 2}, null]"],
    [
      "worker_stats",
      "{'num_workers': 3, 'num_children': 1, 'num_expirable': 2}",
      "{'num_workers': 1, 'num_children': 0, 'num_expirable': 0}",
    ],
    ["count_work_units", "[{1: 3}, null]", "[{1: 3}, null]"],
  ])("removes them from the reply to %s", (method, result, expected) => {
    expect(without(method, result, [child, other])).toBe(expected);
  });

  it("does not change a count that is less than their number, so that the judge reports it", () => {
    expect(without("worker_stats", "{'num_workers': 1}", [child, other])).toBe("{'num_workers': 1}");
  });
});
