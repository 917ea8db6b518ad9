// The place of a value that the client cannot read, in the error message.
import { expect, it } from "vitest";
import { Caller } from "../testing/caller.ts";

/** The place that the message names for a tag 0 under this key of a unit's data, which is kept. */
function placeOf(key: string): string {
  const caller = new Caller();
  caller.call("set_work_spec({'name': 's'})");
  const reply = caller.call(`add_work_units('s', [['u', {'${key}': 0("x")}]])`);
  return /\* '([^']*)' is a tag 0/.exec(reply)?.[1] ?? reply;
}

it("a place of 1000 bytes is told whole", () => {
  expect(placeOf("n".repeat(994))).toBe(`Data[${"n".repeat(994)}]`);
});

it("of a longer place the first 1000 bytes are told", () => {
  expect(placeOf("n".repeat(995))).toBe(`Data[${"n".repeat(995)}...`);
  expect(placeOf("n".repeat(100_000))).toBe(`Data[${"n".repeat(995)}...`);
});
