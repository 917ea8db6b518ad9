import { expect, it } from "vitest";
import { floatBits, readFloat } from "./float.ts";

it.each([
  [1.5, 2, "3e00"],
  [65_504, 2, "7bff"],
  [2 ** -24, 2, "0001"],
  [-0, 2, "8000"],
  [Number.NEGATIVE_INFINITY, 2, "fc00"],
  [Number.NaN, 2, "7e00"],
  [-2.5, 4, "c0200000"],
  [0.1, 8, "3fb999999999999a"],
])("the float %d in %i bytes is %s", (value, width, hex) => {
  expect(floatBits(value, width).toString("hex")).toBe(hex);
  expect(readFloat(Buffer.from(`00${hex}`, "hex"), 1, width)).toBe(value);
});
