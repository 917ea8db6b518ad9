import { describe, expect, it } from "vitest";
import { describeRequests } from "../golden/describe.ts";
import { batchOf } from "./odd.ts";
import { type Call, framesOf, movesOf, type Session } from "./session.ts";
import { shrink } from "./shrink.ts";
import { listOf, mapOf, smaller, textOf } from "./tree.ts";

const call = (method: string, ...params: Call["params"]): Call => ({ kind: "call", conn: 1, method, params });
const many = Array.from({ length: 40 }, (_, i) => call("now", String(i)));
const options = mapOf([
  ['"state"', listOf(["1", "3"], "128")],
  ["'limit'", "2"],
]);
const session: Session = [...many, { ...call("get_work_units", "'a'", options), conn: 2 }, ...many];

const has = (text: string) => (candidate: Session) =>
  Promise.resolve(framesOf(movesOf(candidate)).some((frame) => describeRequests(frame).join().includes(text)));

describe("shrink()", () => {
  it("keeps only the step and values that show the difference, on the first connection", async () => {
    const shortest = await shrink(session, has("'limit': 2"), 1000);
    expect(shortest).toEqual([call("get_work_units", "'a'", mapOf([["'limit'", "2"]]))]);
  });

  it("replaces a batch by the one call of it that shows the difference", async () => {
    const batch = batchOf([call("now"), call("clear"), call("get_work", "'w'", options)], 2);
    expect(await shrink([batch], has("'limit': 2"), 1000)).toEqual([
      call("get_work", "'w'", mapOf([["'limit'", "2"]])),
    ]);
  });

  it("plays no more candidates than the limit", async () => {
    let asked = 0;
    const shows = (candidate: Session) => {
      asked += 1;
      return has("limit")(candidate);
    };
    expect(await shrink(session, shows, 3)).not.toEqual([]);
    expect(asked).toBe(3);
  });
});

describe("smaller()", () => {
  it("removes entries, items and tags and turns texts into bytes, one at a time", () => {
    expect([...smaller(options)].map(textOf)).toEqual([
      "{'limit': 2}",
      '{"state": 128([1, 3])}',
      "{\"state\": 128([3]), 'limit': 2}",
      "{\"state\": 128([1]), 'limit': 2}",
      "{\"state\": [1, 3], 'limit': 2}",
      "{'state': 128([1, 3]), 'limit': 2}",
    ]);
  });
});
