import { describe, expect, it } from "vitest";
import { ReplyError } from "./reply.ts";
import { FIRST_NUMBER } from "./request.ts";
import { UnitSet } from "./unit-set.ts";

describe("UnitSet", () => {
  it("refuses a unit that was handed out before", () => {
    const units = new UnitSet(10);
    units.take(FIRST_NUMBER + 3);
    expect(() => units.take(FIRST_NUMBER + 3)).toThrow(new ReplyError("get_work: unit k000100003 handed out twice"));
  });

  it.each([FIRST_NUMBER - 1, FIRST_NUMBER + 10])("refuses unit %d, which was never added", (number) => {
    expect(() => new UnitSet(10).take(number)).toThrow(/was never added$/);
  });

  it("counts what is left, and has all of it again after a reset", () => {
    const units = new UnitSet(3);
    units.take(FIRST_NUMBER + 2);
    units.take(FIRST_NUMBER);
    expect([units.left, units.takenOnes()]).toEqual([1, [FIRST_NUMBER + 2, FIRST_NUMBER]]);
    units.reset();
    units.take(FIRST_NUMBER);
    expect(units.left).toBe(2);
  });
});
