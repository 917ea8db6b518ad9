import { describe, expect, it } from "vitest";
import { describeMask } from "../../golden/describe-mask.ts";
import type { GoldenReply } from "../../golden/format.ts";
import { html } from "./markup.ts";
import { demandedNotation, gotNotation, type MaskedNotation, maskRanges, withMasks } from "./masks.ts";
import { goldenOf, replyFrame } from "./testing/sample.ts";

function replyOf(result: string, masks: string): GoldenReply {
  const [step] = goldenOf("a/b", "t", [{ method: "now", params: "", result, masks }]).steps;
  const reply = step?.kind === "exchange" ? step.replies[0] : undefined;
  if (reply === undefined) throw new Error("no reply");
  return reply;
}

const written = (notation: MaskedNotation) => String(html`${withMasks(notation.text, notation)}`);

describe("demandedNotation()", () => {
  it("puts each mask in its place, even if its value occurs elsewhere too", () => {
    const reply = replyOf("[5, {'a': 5}, 5]", `[{at: "[1]['a']", is: now+900, within: 2}]`);
    expect(written(demandedNotation(reply))).toBe(
      `[5, {&#39;a&#39;: <mark class="mask" title="mask at [1][&#39;a&#39;]: now+900 ±2 s">now+900 ±2 s</mark>}, 5]`,
    );
  });

  it("masks a whole result", () => {
    expect(written(demandedNotation(replyOf("17", "[{at: result, is: now, within: 1}]")))).toBe(
      '<mark class="mask" title="mask at result: now ±1 s">now ±1 s</mark>',
    );
  });
});

describe("gotNotation()", () => {
  const { masks } = replyOf("[5, 17]", `[{at: "[1]", is: now, within: 1}]`);

  it("shows the masked values, and has the same text as the expected reply", () => {
    const came = gotNotation(replyFrame(1, "[5, 18]"), masks);
    expect(came.text).toBe(demandedNotation(replyOf("[5, 17]", `[{at: "[1]", is: now, within: 1}]`)).text);
    expect(written(came)).toBe('[5, <mark class="mask" title="mask at [1]: now ±1 s">18</mark>]');
  });

  it.each([
    ["bytes that are not a frame", Uint8Array.of(0xff), "h&#39;ff&#39;"],
    ["a reply without the masked item", replyFrame(1, "[5]"), "[5]"],
  ])("shows %s as it is", (_, bytes, text) => {
    expect(written(gotNotation(bytes, masks))).toBe(text);
  });
});

describe("maskRanges()", () => {
  it("returns the byte ranges that masks cover", () => {
    const { bytes, masks } = replyOf("[5, 1795459517]", `[{at: "[1]", is: now, within: 1}]`);
    const [range] = maskRanges(bytes, masks);
    expect(Buffer.from(bytes.subarray(range?.start, range?.end)).toString("hex")).toBe("1a6b0489bd");
  });
});

describe("describeMask()", () => {
  it.each([
    [{ is: "time", offset: -1.5, within: 2 }, "now-1.5 ±2 s"],
    [{ is: "new-name", name: "child", like: "\\d+" }, "new name child, like /\\d+/"],
    [{ is: "name", name: "child" }, "the name child"],
    [{ is: "one-of", of: ["1", "2"] }, "one of 1 | 2"],
  ] as const)("%j", (mask, text) => {
    expect(describeMask(mask)).toBe(text);
  });
});
