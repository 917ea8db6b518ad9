import { expect, it } from "vitest";
import { requestFrame, tryOpenFrame } from "../../cbor/frame.ts";
import { seeded } from "../../random.ts";
import { expectedOf } from "./expected.ts";
import { framed } from "./framings.ts";

const message = tryOpenFrame(requestFrame(1, "now", ""))?.inner ?? new Uint8Array();
const { next } = seeded(1);
const frames = Array.from({ length: 500 }, () => framed(message, next));

it("a message is wrapped in frames that are answered, close the connection, wait, or have no expected state", () => {
  const states = new Set(frames.map((frame) => expectedOf(frame).state));
  expect(states).toEqual(new Set(["answered", "closed", "waits", undefined]));
});

it.each([
  ["text in place of bytes", "FRAME-34"],
  ["another tag", "FRAME-33"],
  ["a tag within the tag", "FRAME-36"],
  ["a chunk of indefinite length", "FRAME-43"],
  ["a chunk that is not a string", "FRAME-44"],
])("one of them has %s (%s)", (_, clause) => {
  expect(frames.map((frame) => expectedOf(frame).clause)).toContain(clause);
});

it("one of those that are answered begins with undefined, one comes in chunks, one has a longer head than it needs", () => {
  const answered = frames.filter((frame) => expectedOf(frame).state === "answered").map((each) => each.toString("hex"));
  for (const start of ["f7", "d8185f", "d90018"]) expect(answered.some((hex) => hex.startsWith(start))).toBe(true);
});
