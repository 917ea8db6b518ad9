import { describe, expect, it } from "vitest";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { parseExpectFile } from "../judge/expect-file.ts";
import { runCase } from "./case.ts";

const long = "n".repeat(60_000);
const reply = (end: string) => replyOf(`"${long}${end}"`);
const golden = goldenOf([exchangeOf({ replies: [{ bytes: reply("wanted"), says: "", masks: [] }] })]);

function play(end: string, seen?: string) {
  const list = `version: 1\ndaemon: x\ncompare: bytes\ndivergences:\n  - {point: K1, reason: r, seen: [${seen}]}\n`;
  const answer = { step: 1, sentAt: 0, receivedAt: 0, replies: [reply(end)], rest: Buffer.alloc(0), closed: false };
  const player = { name: "fake", failure: () => Promise.resolve(undefined), play: () => Promise.resolve([answer]) };
  const expect = seen === undefined ? undefined : parseExpectFile("x", "x.yaml", list);
  return runCase(golden, { player, compare: "bytes", expect });
}

describe("the reason of a failure is one line that can be read, however long the values are", () => {
  it("of a difference: around the place where the values begin to differ", async () => {
    const { reason = "" } = await play("came");
    expect(reason).toMatch(/before\)\.\.\.n+wanted", got \.\.\.\([\d,]+ characters before\)\.\.\.n+came"$/);
    expect(reason.length).toBeLessThan(600);
  });

  it("of a listed divergence that no longer shows: its beginning", async () => {
    const entry = `{case: ${golden.id}, step: 1, path: result, kind: value, got: '"${long}came"'}`;
    const { reason = "", stale } = await play("wanted", entry);
    expect(reason).toMatch(
      /no longer shows: x\.yaml:5 \(K1\) step 1 result value, got "n+\.\.\.\([\d,]+ characters more\)$/,
    );
    expect([reason.length < 400, stale.every((each) => each.length < 400)]).toEqual([true, true]);
  });
});
