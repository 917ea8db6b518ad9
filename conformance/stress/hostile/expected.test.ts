import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { expectedOf } from "./expected.ts";

const hex = (text: string) => Buffer.from(text, "hex");
const message = (notation: string) => frameOf(assemble(notation));

describe("expectedOf()", () => {
  it.each<[string, Uint8Array, string | undefined, string]>([
    ["a request", requestFrame(1, "now", ""), "answered", "FRAME-16"],
    ["a null", hex("f6"), "answered", "FRAME-16"],
    ["half a frame", requestFrame(1, "now", "").subarray(0, 9), "waits", "FRAME-22"],
    ["half a head", hex("d81858"), "waits", "FRAME-21"],
    ["a map without a frame", hex("a0"), "closed", "FRAME-31"],
    ["another tag", hex("d90018d817"), "closed", "FRAME-36"],
    ["a text string in the tag", hex("d81861"), "closed", "FRAME-34"],
    ["an empty message", hex("d81840"), "closed", "FRAME-38"],
    ["a message that is cut off", hex("d81841a1"), "closed", "FRAME-39"],
    ["a message in chunks, one of them of indefinite length", hex("d8185f5f"), "closed", "FRAME-43"],
    ["no id", message("{'method': 'now', 'params': []}"), "closed", "MSG-10"],
    ["an id that is a float", message("{'method': 'now', 'params': [], 'id': 1.0}"), "closed", "MSG-11"],
    ["a method that is a number", message("{'method': 1, 'params': [], 'id': 1}"), "closed", "MSG-15"],
    ["parameters that are null", message("{'method': 'now', 'params': null, 'id': 1}"), "closed", "MSG-18"],
    ["a key that is a number", message("{1: 2}"), "closed", "MSG-6"],
    ["a batch with a number", message("[1]"), "closed", "MSG-41"],
    ["a frame of 2^62 bytes", hex("d8185b4000000000000000"), undefined, "LIMIT-5"],
  ])("has of %s", (_, bytes, state, clause) => {
    expect(expectedOf(bytes)).toEqual({ state, clause });
  });

  it("gives no expected state for a frame that extends over the request after it", () => {
    const request = requestFrame(1, "now", "");
    const short = request.subarray(0, request.length - 3);
    const swallowed = Buffer.concat([short, Buffer.from(request).subarray(0, 3)]);
    expect(expectedOf(swallowed, short.length).state).toBeUndefined();
    expect(expectedOf(Buffer.concat([request, request]), request.length).state).toBe("answered");
  });
});
