import { describe, expect, it } from "vitest";
import { isDone, ReplyCheck, ReplyError, resultOf } from "./reply.ts";
import { replyFrame } from "./testing/calls.ts";

const ID = 65_537;

describe("resultOf()", () => {
  it("gives the result in plain values, from the Go daemon's encoding", () => {
    expect(resultOf(replyFrame(ID, [true, null]), ID, "m")).toEqual([true, null]);
  });

  it("gives the same from the Python daemon's: a tuple, and result before id", () => {
    // {b'result': 128([true, null]), b'id': 65537}
    const frame = Buffer.from("d8185816a246726573756c74d88082f5f64269641a00010001", "hex");
    expect(resultOf(frame, ID, "m")).toEqual([true, null]);
  });

  it.each([
    [
      "an error reply",
      replyFrame(ID, { error: "no such method Nosuch" }),
      'm: error reply {"message":"no such method Nosuch"}',
    ],
    [
      "a reply with the id of another call",
      replyFrame(ID - 1, [true, null]),
      "m: reply to call 65536, not to call 65537",
    ],
    ["bytes that are not CBOR", Buffer.from("d81841ff", "hex"), "m: no reply but d81841ff"],
    ["a message that is not a map", Buffer.from("d8184101", "hex"), "m: no reply but d8184101"],
  ])("refuses %s", (_, frame, message) => {
    expect(() => resultOf(frame, ID, "m")).toThrow(new ReplyError(message));
  });
});

describe("ReplyCheck", () => {
  const learned = () => {
    const check = new ReplyCheck("m", isDone);
    check.check(replyFrame(ID, [true, null]), ID);
    return check;
  };

  it("takes replies that differ in the id alone", () => {
    expect(() => learned().check(replyFrame(ID + 5, [true, null]), ID + 5)).not.toThrow();
  });

  it.each([
    ["the id of another call", replyFrame(ID, [true, null])],
    ["another result", replyFrame(ID + 1, [false, null])],
    ["a message", replyFrame(ID + 1, [true, "lost"])],
    ["an error", replyFrame(ID + 1, { error: "e" })],
  ])("refuses %s in a later reply", (_, frame) => {
    expect(() => learned().check(frame, ID + 1)).toThrow(ReplyError);
  });

  it("refuses a first reply that is not right", () => {
    const check = new ReplyCheck("m", isDone);
    expect(() => check.check(replyFrame(ID, [false, null]), ID)).toThrow("m: unexpected reply [false,null]");
  });

  it("takes a right reply in other bytes than the first", () => {
    const tuple = Buffer.from("d8185816a24269641a0001000146726573756c74d88082f5f6", "hex");
    expect(() => learned().check(tuple, ID)).not.toThrow();
  });
});
