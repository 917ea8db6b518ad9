import fc from "fast-check";
import { expect, it } from "vitest";
import { assemble } from "./assemble.ts";
import { frameOf } from "./frame.ts";
import { FrameWriter } from "./frame-writer.ts";

it("writes the bytes of the same message in notation", () => {
  const writer = new FrameWriter();
  writer.map(2);
  writer.text("größer");
  writer.array(4);
  writer.int(70_000);
  writer.int(-1);
  writer.null();
  writer.true();
  writer.bytes("k");
  writer.int(2 ** 40);
  expect(writer.takeFrame()).toEqual(frameOf(assemble(`{"größer": [70000, -1, null, true], 'k': ${2 ** 40}}`)));
});

it("writes one frame after another, of any size, into a buffer that grows", () => {
  const writer = new FrameWriter();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 1, maxLength: 3 }), (sizes) => {
      writer.array(sizes.length);
      for (const size of sizes) writer.text("x".repeat(size));
      const texts = sizes.map((size) => `"${"x".repeat(size)}"`);
      expect(writer.takeFrame().equals(frameOf(assemble(`[${texts.join(", ")}]`)))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
