import { describe, expect, it } from "vitest";
import type { StepSource } from "../golden/format.ts";
import { deriveSteps } from "./derive.ts";
import { sessionOf, type Turn } from "./testing/session.ts";

const derive = (first: readonly Turn[], second: readonly Turn[]) =>
  deriveSteps(sessionOf(...first), sessionOf(...second));
const masks = (step: StepSource | undefined) =>
  step?.kind === "exchange" ? step.replies.flatMap((reply) => reply.masks.map(({ line: _, ...mask }) => mask)) : [];

describe("deriveSteps()", () => {
  it("compares values that did not vary byte for byte", () => {
    const turns: Turn[] = [["clear()", "0"], 1.1, ["list_work_specs({})", "[[], null]", 1000, 2]];
    const steps = derive(turns, turns);
    expect(steps.map(({ kind }) => kind)).toEqual(["exchange", "wait", "exchange"]);
    expect(steps.flatMap(masks)).toEqual([]);
    expect(steps[2]).toMatchObject({ conn: 2, closes: false, replies: [{ says: "[[], null]" }] });
  });

  it.each([
    ["whole seconds, rounded down", "1299", 1000, "1303", 1003.5, 300],
    ["fractions", "1060.25_3", 1000.25, "1070.75_3", 1010.75, 60],
    ["the time of the request", "1000", 1000.5, "1007", 1007.1, 0],
  ])("makes a time in %s a mask relative to the request", (_, a, at, b, then, offset) => {
    const call = "get_work_unit_status('s', ['u'])";
    const [step] = derive(
      [[call, `[[{"expiration": ${a}}], null]`, at]],
      [[call, `[[{"expiration": ${b}}], null]`, then]],
    );
    expect(masks(step)).toEqual([{ at: "[0][0].expiration", is: "time", offset, within: 2 }]);
  });

  it("binds a name that the daemon generated, and inserts it where the client sends it back", () => {
    const session = (key: string): Turn[] => [
      ["get_work('w', {})", `[128(["s", '${key}', {}]), null]`],
      [`update_work_unit('s', '${key}', {'status': 4})`, "[true, null]"],
      ["get_work_units('s', {})", `[[128(['${key}', {}])], null]`],
    ];
    const steps = derive(session("1795470190.123"), session("1795470199.007"));
    expect(masks(steps[0])).toEqual([{ at: "[0][1]", is: "new-name", name: "name-1", like: "\\d{10}\\.\\d{3}" }]);
    expect(steps[1]).toMatchObject({ bindings: [{ at: "params[1]", name: "name-1" }] });
    expect(masks(steps[2])).toEqual([{ at: "[0][0][0]", is: "name", name: "name-1" }]);
  });

  it.each<[string, readonly Turn[], readonly Turn[], string]>([
    ["a varying value that no mask allows", [["clear()", "1"]], [["clear()", "90"]], "unexplained"],
    ["a varying text without digits", [["f()", "'left'"]], [["f()", "'right'"]], "unexplained"],
    ["another type", [["f()", "1"]], [["f()", "1.0_3"]], "unlike"],
    ["a longer list", [["f()", "[1]"]], [["f()", "[1, 2]"]], "unlike"],
    ["keys in another order", [["f()", '{"a": 1, "b": 2}']], [["f()", '{"b": 2, "a": 1}']], "unlike"],
    ["another request", [["f('a')", "1"]], [["f('b')", "1"]], "unexplained"],
    ["another connection", [["f()", "1"]], [["f()", "1", 1000, 2]], "unlike"],
    ["a wait in only one pass", [1], [["f()", "1"]], "unlike"],
    ["more steps", [["f()", "1"]], [["f()", "1"], 1], "unlike"],
  ])("refuses %s", (_, first, second, code) => {
    expect(() => derive(first, second)).toThrow(expect.objectContaining({ code }));
  });
});
