import { expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { exchangeOf, goldenOf, replyOf } from "../../golden/testing/golden.ts";
import type { Finding } from "../../run/result.ts";
import { peer } from "./peer.ts";

const long = "n".repeat(70_000);

it.each([
  ["a map of several entries", "{'id': 1, 'result': {\"a\": 1, \"b\": 2}}", "result", true],
  [
    "a map whose notation is truncated before its second entry",
    `{'id': 1, 'result': {"${long}": 1, "b": 2}}`,
    "result",
    true,
  ],
  ["a map of several entries, one of them a map", '{\'id\': 1, \'result\': [{"a": {"b": 1}, "c": 2}]}', "[0]", true],
  ["a map of one entry", `{'id': 1, 'result': {"${long}": 1}}`, "result", false],
  ["a map outside the differing item", "{'id': 1, 'result': [{\"a\": 1, \"b\": 2}, 5]}", "[1]", false],
  ["a text that looks like a map", "{'id': 1, 'result': \"{a: 1, b: 2}\"}", "result", false],
])("varies() knows whether the order of entries is random in %s", (_, message, path, varies) => {
  const replied = frameOf(assemble(message)).toString("hex");
  const finding: Finding = {
    ...{ step: 1, reply: 1, path, kind: "type", expected: "null", got: "cut", offset: undefined },
    ...{ line: 1, call: [], sent: "", recorded: "", replied },
  };
  expect(peer.varies(finding)).toBe(varies);
});

it.each([
  ["is random if the priorities of work specs differ by a fraction", [0.25, 0.5], ["3 [0] K34"]],
  ["is not random if they differ by a whole number", [0.25, 1.5], []],
  ["is not random if they are equal", [0.5, 0.5], []],
])("the work spec from which get_work takes a unit %s", (_, priorities, places) => {
  const calls = priorities.map((priority, i) => ["set_work_spec", `{'name': 's${i}', 'priority': ${priority}_3}`]);
  const steps = [...calls, ["get_work", "'w', {}"]].map(([method = "", params = ""], i) =>
    exchangeOf({ number: i + 1, sends: [requestFrame(1, method, params)] }),
  );
  const found = peer.randomPlaces(goldenOf(steps), []);
  expect(found.map(({ step, path, point }) => `${step} ${path} ${point}`)).toEqual(places);
});

it("where a page of work specs goes on is by chance, in whichever reply of a step it is", () => {
  const calls = [requestFrame(1, "now", ""), requestFrame(1, "list_work_specs", "{'limit': 1}")];
  const replies = ["1", `[[{"name": "a"}], "a"]`].map((says) => ({ bytes: replyOf(says), says, masks: [] }));
  const steps = [exchangeOf({ sends: [Buffer.concat(calls)], replies })];
  expect(peer.randomPlaces(goldenOf(steps), [])).toEqual([{ step: 1, reply: 2, path: "[1]", point: "K9" }]);
});
