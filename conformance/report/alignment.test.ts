import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { alignment } from "./alignment.ts";

const hex = (result: string) => frameOf(assemble(`{'id': 1, 'result': ${result}}`)).toString("hex");

describe("alignment()", () => {
  it.each([
    ["lacks its first element", "[['a', 'b', 'c', 'd'], null]", "[['b', 'c', 'd'], null]", ["[0] 'a'"], []],
    ["has an additional element", "[['a', 'b', 'c'], null]", "[['a', 'x', 'b', 'c'], null]", [], ["[1] 'x'"]],
    ["is shifted by one", "[['a', 'b', 'c', 'd'], null]", "[['x', 'a', 'b', 'c'], null]", ["[3] 'd'"], ["[0] 'x'"]],
  ])("tells what a list %s", (_, recorded, replied, missing, added) => {
    expect(alignment("[0][1]", hex(recorded), hex(replied))).toEqual({ missing, added });
  });

  it.each([
    ["differs in one place", "[0][1]", "[['a', 'b'], null]", "[['a', 'c'], null]"],
    ["is not a list", "[0][1]", "[['a', 'b'], null]", "[null, null]"],
    ["is below the path", "result", "[['a', 'b'], null]", "[['b'], null]"],
  ])("says nothing where a list %s", (_, path, recorded, replied) => {
    expect(alignment(path, hex(recorded), hex(replied))).toBeUndefined();
  });
});
