import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { judge, type PlayedStep } from "../judge/judge.ts";
import { expectation } from "./expectation.ts";

const SENT_AT = 1_800_000_000.9;
const answer = (message: string): PlayedStep => ({
  ...{ step: 1, sentAt: SENT_AT, receivedAt: SENT_AT, replies: [frameOf(assemble(message))] },
  ...{ rest: new Uint8Array(), closed: false },
});
const differences = (first: string, second: string) =>
  judge(expectation([answer(first)]), [answer(second)], "bytes").differences.map(({ path }) => path);

describe("expectation()", () => {
  it.each([
    ["a time alone", "{'id': 1, 'result': 1800000000}", "{'id': 1, 'result': 1800000001}"],
    ["a time in a batch", "[{'id': 1, 'result': 1800000000}]", "[{'id': 1, 'result': 1800000001}]"],
    [
      "the end of a lease",
      "{'id': 1, 'result': [{\"expires\": 1800000300}, null]}",
      "{'id': 1, 'result': [{\"expires\": 1800000301}, null]}",
    ],
  ])("lets %s be a second later, however it was asked for", (_, first, second) => {
    expect(differences(first, second)).toEqual([]);
  });

  it("masks no other numbers, and rejects times beyond the tolerance", () => {
    expect(differences("{'id': 1, 'result': 5}", "{'id': 1, 'result': 6}")).toEqual(["result"]);
    expect(differences("{'id': 1, 'result': 1800000000}", "{'id': 1, 'result': 1800000009}")).toEqual(["result"]);
    const data = (n: number) => `{'id': 1, 'result': [{'result': ${n}}, null]}`;
    expect(differences(data(1_800_000_000), data(1_800_000_001))).toHaveLength(1);
  });
});
