import { describe, expect, it } from "vitest";
import { elementAt } from "./element-at.ts";

describe("elementAt()", () => {
  it("gives what is there, and throws where nothing is", () => {
    expect([elementAt(["a", "b"], 1), elementAt(Uint8Array.of(0), 0)]).toEqual(["b", 0]);
    expect(() => elementAt(["a"], 1)).toThrow("nothing at 1 of 1");
    expect(() => elementAt(["a"], -1)).toThrow(RangeError);
  });
});
