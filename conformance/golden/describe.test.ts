import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { describeReply, describeRequests } from "./describe.ts";

describe("describeRequests()", () => {
  it("reads a request of the stock client as a call", () => {
    expect(describeRequests(requestFrame(7, "get_work", "'w', {'max_jobs': 2, 'gb': 1.0}"))).toEqual([
      "get_work('w', {'max_jobs': 2, 'gb': 1.0_3})",
    ]);
  });

  it.each([
    ["another key order", "{'id': 1, 'params': [], 'method': 'now'}"],
    ["a text method", `{'params': [], 'id': 1, 'method': "now"}`],
    ["text keys", `{"params": [], 'id': 1, 'method': 'now'}`],
    ["a wider head", "{'params': [_0], 'id': 1, 'method': 'now'}"],
    ["a wide id", "{'params': [], 'id': 1_1, 'method': 'now'}"],
    ["a negative id", "{'params': [], 'id': -1, 'method': 'now'}"],
    ["keyword arguments", "{'params': {}, 'id': 1, 'method': 'now'}"],
    ["a fourth key", "{'params': [], 'id': 1, 'method': 'now', 'x': 1}"],
    ["a batch", "[{'params': [], 'id': 1, 'method': 'now'}]"],
    ["an odd method name", "{'params': [], 'id': 1, 'method': 'a b'}"],
  ])("spells out %s", (_, message) => {
    expect(describeRequests(frameOf(assemble(message)))).toEqual([`24(<<${message}>>)`]);
  });

  it("spells out an unusual frame with its message beside it", () => {
    expect(describeRequests(assemble("24_1(<<{'id': 1}>>)"))).toEqual(["24_1(h'a142696401') / <<{'id': 1}>> /"]);
  });

  it("lists several requests, then bytes that are none", () => {
    const now = requestFrame(1, "now", "");
    expect(describeRequests(Buffer.concat([now, now, Buffer.from("d818", "hex")]))).toEqual([
      "now()",
      "now()",
      "h'd818'",
    ]);
  });
});

describe("describeReply()", () => {
  it.each([
    ["{'id': 1, 'result': [true, null]}", "[true, null]"],
    [`{'id': 1, 'error': {"message": "no"}}`, 'error {"message": "no"}'],
    ["{'id': 1}", "24(<<{'id': 1}>>)"],
    ["{'result': 1, 'id': 1}", "24(<<{'result': 1, 'id': 1}>>)"],
    ["[{'id': 1, 'result': 1}]", "24(<<[{'id': 1, 'result': 1}]>>)"],
  ])("reads %s as %s", (message, says) => {
    expect(describeReply(frameOf(assemble(message)))).toBe(says);
  });
});
