import { expect, it } from "vitest";
import { counted, grouped } from "./counted.ts";

it.each([
  [0, "0 cases"],
  [1, "1 case"],
  [2, "2 cases"],
])("counts %i as %s", (number, text) => {
  expect(counted(number, "case")).toBe(text);
});

it("takes a plural of another form", () => {
  expect([counted(1, "entry", "entries"), counted(2, "entry", "entries")]).toEqual(["1 entry", "2 entries"]);
});

it.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [-1234567, "-1,234,567"],
])("grouped(%s) is %s", (whole, text) => {
  expect(grouped(whole)).toBe(text);
});
