import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { describeReply } from "../golden/describe.ts";
import { cutTraceback } from "./tracebacks.ts";

const TRACEBACK = '\nTraceback (most recent call last):\n  File "/somewhere/server.py", line 3, in call\nKeyError: 1\n';

function bytes(text: string): string {
  return `h'${Buffer.from(text).toString("hex")}'`;
}

const cut = (message: string) => describeReply(cutTraceback(frameOf(assemble(message))));
const untouched = (message: string) => {
  const frame = frameOf(assemble(message));
  return Buffer.from(cutTraceback(frame)).equals(frame);
};

describe("cutTraceback()", () => {
  it("leaves the line that names the exception", () => {
    expect(cut(`{'id': 1, 'error': {'message': ${bytes(`KeyError(1,)${TRACEBACK}`)}}}`)).toBe(
      "error {'message': 'KeyError(1,)'}",
    );
  });

  it("does so in every reply to a batch, and leaves the others there", () => {
    const error = `{'id': 1, 'error': {'message': ${bytes(`ValueError('x',)${TRACEBACK}`)}}}`;
    const shown = cut(`[${error}, {'id': 2, 'result': 7}, ${error}]`);
    expect(shown.match(/ValueError/g)).toHaveLength(2);
    expect(shown).not.toContain("somewhere");
    expect(shown).toContain("'result': 7");
  });

  it.each([
    ["an error without a traceback", "{'id': 1, 'error': {'message': 'no'}}"],
    ["a traceback that is a result", `{'id': 1, 'result': ${bytes(`x${TRACEBACK}`)}}`],
    ["a traceback in a result's error", `{'id': 1, 'result': {'error': {'message': ${bytes(`x${TRACEBACK}`)}}}}`],
  ])("does not touch %s", (_, message) => {
    expect(untouched(message)).toBe(true);
  });

  it("tells whole numbers as every build of the daemon does, in errors and in refusals", () => {
    expect(cut(`{'id': 1, 'error': {'message': ${bytes("huge: 5L")}}}`)).toBe("error {'message': 'huge: 5'}");
    expect(cut("{'id': 1, 'result': [true, 'huge (1L,)']}")).toBe("[true, 'huge (1,)']");
  });

  it("leaves bytes that are not a frame unchanged", () => {
    const rubbish = Buffer.from("ff00", "hex");
    expect(cutTraceback(rubbish)).toEqual(rubbish);
  });
});
