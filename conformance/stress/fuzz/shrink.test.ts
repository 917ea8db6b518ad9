import { describe, expect, it } from "vitest";
import { shrink } from "./shrink.ts";

describe("shrink()", () => {
  it("leaves only what it needs", async () => {
    const shrunk = await shrink(Buffer.from("...a.....b..."), async (bytes) => /a.*b/.test(bytes.toString()), 1_000);
    expect(shrunk.toString()).toBe("ab");
  });

  it("gives up after so many tries", async () => {
    let asked = 0;
    const bytes = Buffer.from("abcdefgh");
    const shrunk = await shrink(bytes, async () => ++asked < 0, 5);
    expect([shrunk, asked]).toEqual([bytes, 5]);
  });
});
