import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { describeReply } from "../../golden/describe.ts";
import { callIn } from "../../protocol/call.ts";
import { strangersOf, withoutStrangers } from "./strangers.ts";

const call = (params: string) => callIn(requestFrame(1, "worker_heartbeat", params)) ?? expect.unreachable();
const without = (method: string, result: string, strangers: Parameters<typeof withoutStrangers>[2]) =>
  describeReply(withoutStrangers(method, frameOf(assemble(`{'id': 1, 'result': ${result}}`)), strangers));

const child = { id: "c", mode: "RUN", isChild: true };
const other = { id: "o", mode: "IDLE", isChild: false };

describe("strangersOf()", () => {
  it("finds those that other cases have made, and whether one is above them", () => {
    const workers = new Map([
      ["c", "RUN"],
      ["mine", "RUN"],
      ["o", "IDLE"],
    ]);
    expect(strangersOf(workers, [call("'c', 'RUN', 1, {}, 'p'"), call("'o', 'IDLE', 1, {}, null")])).toEqual([
      child,
      other,
    ]);
  });
});

describe("withoutStrangers()", () => {
  it.each([
    ["list_worker_modes", "[{'c': 'RUN', 'mine': 'RUN', 'o': 'IDLE'}, null]", "[{'mine': 'RUN'}, null]"],
    ["mode_counts", "[{'IDLE': 1, 'RUN': 3}, null]", "[{'RUN': 2}, null]"],
    [
      "worker_stats",
      "{'num_workers': 3, 'num_children': 1, 'num_expirable': 2}",
      "{'num_workers': 1, 'num_children': 0, 'num_expirable': 0}",
    ],
    ["count_work_units", "[{1: 3}, null]", "[{1: 3}, null]"],
  ])("takes them out of what %s answers", (method, result, expected) => {
    expect(without(method, result, [child, other])).toBe(expected);
  });

  it("leaves a count that is less than they are, for the judge to see", () => {
    expect(without("worker_stats", "{'num_workers': 1}", [child, other])).toBe("{'num_workers': 1}");
  });
});
