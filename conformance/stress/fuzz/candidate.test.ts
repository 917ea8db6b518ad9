import { expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame, splitFrames } from "../../cbor/frame.ts";
import { expectedOf } from "../hostile/expected.ts";
import { candidate } from "./candidate.ts";
import { withProbe } from "./probe.ts";

const source = { daemon: "d", seed: 1, command: "c", at: "2026-01-01" };
const reply = (id: number) => frameOf(assemble(`{'id': ${id}, 'result': null}`));

it("a candidate contains only required replies: none to a frame that must close the connection, nor to a later frame", () => {
  const bad = Buffer.from("d8187801f6", "hex");
  const bytes = Buffer.concat([requestFrame(1, "now", ""), bad]);
  const [probe = bad] = splitFrames(withProbe(Buffer.alloc(0))).frames;
  const seen = { state: "answered", replies: [reply(1), reply(2), probe] } as const;
  const text = candidate({ bytes, expected: expectedOf(bytes), seen, says: [] }, source);
  const hex = (each: Uint8Array) => Buffer.from(each).toString("hex");
  expect([text.includes(hex(reply(1))), text.includes(hex(reply(2))), text.includes(hex(probe))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(text).toContain("closes: true");
});
