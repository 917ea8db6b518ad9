import { expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { seeded } from "../../random.ts";
import { hostileFrames, mangled } from "./frames.ts";

it("a frame can be mangled even if it or the other frame is empty", () => {
  const [frame, empty] = [requestFrame(1, "clear", ""), Buffer.alloc(0)];
  const random = seeded(1);
  const made = Array.from({ length: 500 }, () => [mangled(empty, frame, random), mangled(frame, empty, random)]);
  expect(new Set(made.flat().map((bytes) => bytes.toString("hex"))).size).toBeGreaterThan(100);
});

it("the same seed generates the same malformed frames, another seed different ones", () => {
  const take = (seed: number) => {
    const frames = hostileFrames([requestFrame(1, "clear", "")], seed);
    return Array.from({ length: 50 }, () => frames.next().value.toString("hex"));
  };
  expect(take(3)).toEqual(take(3));
  expect(take(3)).not.toEqual(take(4));
});
