import { describe, expect, it } from "vitest";
import { shrink } from "./shrink.ts";

describe("shrink()", () => {
  it("removes everything that the finding does not need", async () => {
    const shrunk = await shrink(Buffer.from("...a.....b..."), async (bytes) => /a.*b/.test(bytes.toString()), 1_000);
    expect(shrunk.toString()).toBe("ab");
  });

  it("stops after the given number of tries", async () => {
    let asked = 0;
    const bytes = Buffer.from("abcdefgh");
    const shrunk = await shrink(bytes, async () => ++asked < 0, 5);
    expect([shrunk, asked]).toEqual([bytes, 5]);
  });
});
