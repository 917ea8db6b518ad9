import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { hexDump } from "./hex.ts";

const dump = (...args: Parameters<typeof hexDump>) => String(hexDump(...args)).replace(/<\/?(?:span|pre)[^>]*>/g, "");

describe("hexDump()", () => {
  it("shows offset, bytes and text", () => {
    expect(dump(Buffer.from("0123456789abcdef<\u0000"), [], [])).toBe(
      `0000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef
0010  3c 00                                             &#60;.
`,
    );
  });

  it("marks differences, and prefers masks to them", () => {
    const marked = dump(Buffer.from([1, 2, 3, 4]), [{ start: 1, end: 3 }], [{ start: 2, end: 4 }]);
    expect(marked).toContain('01 <mark class="differs">02</mark> <mark class="mask">03 04</mark>');
    expect(marked).toContain('.<mark class="differs">.</mark><mark class="mask">..</mark>');
  });

  it("shows a long frame from its first difference on, and says what it omits", () => {
    const marked = dump(Buffer.alloc(100_000), [{ start: 50_000, end: 50_001 }], []);
    expect(marked).toContain("49984 bytes before");
    expect(marked).toContain('<mark class="differs">00</mark>');
    expect(marked).toContain("47968 bytes more");
    expect(marked.length).toBeLessThan(20_000);
  });
});
