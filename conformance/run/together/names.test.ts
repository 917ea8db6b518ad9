import { describe, expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { describeReply, describeRequests } from "../../golden/describe.ts";
import { exchangeOf, goldenOf } from "../../golden/testing/golden.ts";
import { withMark, withoutMark } from "./names.ts";

const marked = (request: Uint8Array) => {
  const one = goldenOf([exchangeOf({ sends: [request] })]);
  const [step] = withMark(one, "mark_").steps;
  return step?.kind === "exchange" ? describeRequests(Buffer.concat(step.sends)) : [];
};
const reply = (result: string) => frameOf(assemble(`{'id': 1, 'result': ${result}}`));

describe("withMark()", () => {
  it.each([
    [
      "a work spec and its successor",
      "set_work_spec",
      "{'name': 's', 'then': 't'}",
      "{'name': 'mark_s', 'then': 'mark_t'}",
    ],
    ["a worker and the one above it", "worker_heartbeat", "'w', 'RUN', 1, {}, 'p'", "'mark_w', 'RUN', 1, {}, 'mark_p'"],
    ["the first label of a lock and its owner", "lock", "'me', 1, [['n', 'a']]", "'mark_me', 1, [['mark_n', 'a']]"],
    [
      "names in options",
      "get_work",
      "'w', {'work_spec_names': ['s'], 'lease_time': 1}",
      "'mark_w', {'work_spec_names': ['mark_s'], 'lease_time': 1}",
    ],
    [
      "no key of a unit that is the same word",
      "add_work_units",
      "'s', [['s', {'s': 's'}]]",
      "'mark_s', [['s', {'s': 's'}]]",
    ],
  ])("marks %s", (_, method, params, expected) => {
    expect(marked(requestFrame(1, method, params))).toEqual([`${method}(${expected})`]);
  });
});

describe("withoutMark()", () => {
  it("takes the mark away wherever it stands, heads as short as they were", () => {
    const name = "k".repeat(20);
    const own = reply(`[128(["s", '${name}', {'w': "held by 's'"}]), null]`);
    const came = reply(`[128(["mark_s", 'mark_${name}', {'mark_w': "held by 'mark_s'"}]), null]`);
    expect(Buffer.from(withoutMark(came, "mark_")).equals(own)).toBe(true);
  });

  it("takes it away where a text tells the numbers of its bytes", () => {
    const came = reply('[false, "[[109 97 114 107 95 110] [98]] is not held"]');
    expect(describeReply(withoutMark(came, "mark_"))).toContain("[[110] [98]] is not held");
  });

  it("leaves a reply without it alone", () => {
    const came = reply("[true, null]");
    expect(withoutMark(came, "mark_")).toBe(came);
  });
});
