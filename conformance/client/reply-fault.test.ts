import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { replyFault } from "./reply-fault.ts";

const reply = "{'id': 1, 'result': 5}";

describe("replyFault()", () => {
  it.each<[string, Uint8Array, string, string]>([
    ["a message without tag 24", assemble(reply), "FRAME-2", "a message without tag 24"],
    ["a byte string without tag 24", assemble(`<<${reply}>>`), "FRAME-2", "14 bytes without tag 24"],
    ["JSON", Buffer.from('{"id": 1, "result": 5}\n'), "FRAME-2", '23 bytes came that are no frame: "{\\"id\\": 1'],
    ["bytes", Buffer.from("1bff", "hex"), "FRAME-2", "2 bytes came that are no frame: h'1bff'"],
    ["half a frame", frameOf(assemble(reply)).subarray(0, 9), "FRAME-2", "9 bytes came, a frame that does not end"],
    ["a frame around half a message", frameOf(assemble(reply).subarray(0, 9)), "FRAME-2", "without a whole message"],
    ["a frame around a number", frameOf(assemble("5")), "MSG-24", "no map"],
    ["a reply without an id", frameOf(assemble("{'result': 5}")), "MSG-24", "no 'id'"],
    ["a reply without an answer", frameOf(assemble("{'id': 5}")), "MSG-24", "neither 'result' nor 'error'"],
  ])("of %s", (_, bytes, clause, says) => {
    expect(replyFault(bytes)).toEqual({ clause, says: expect.stringContaining(says) });
  });

  it("is nothing for a result and for an error", () => {
    expect(replyFault(frameOf(assemble(reply)))).toBeUndefined();
    expect(replyFault(frameOf(assemble("{'id': 1, 'error': {\"message\": 'm'}}")))).toBeUndefined();
  });
});
