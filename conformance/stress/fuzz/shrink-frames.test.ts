import { expect, it } from "vitest";
import { assemble } from "../../cbor/assemble.ts";
import { frameOf, requestFrame } from "../../cbor/frame.ts";
import { expectedOf } from "../hostile/expected.ts";
import { shrinkFrames } from "./shrink-frames.ts";

const TRIES = 400;
const request = (id: number) =>
  requestFrame(id, "add_work_units", `'a spec with a long name', [['${"k".repeat(300)}', {}]]`);
const closes = (clause: string) => (bytes: Buffer) => expectedOf(bytes).clause === clause;

it("requests around a lone undefined are left out", async () => {
  const bytes = Buffer.concat([request(1), Buffer.of(0xf7), request(2), request(3)]);
  const shrunk = await shrinkFrames(bytes, async (each) => each.includes(0xf7) && closes("FRAME-16")(each), TRIES);
  expect(shrunk.toString("hex")).toBe("f7");
});

it("a valid request of 1,000 bytes in two chunks shrinks to the minimal request in two chunks", async () => {
  const message = assemble(`{'params': ['${"x".repeat(1_000)}'], 'id': 7, 'method': 'clear'}`);
  const half = (from: number, to: number) => Buffer.concat([Buffer.of(0x59, 0, 0), message.subarray(from, to)]);
  const [first, second] = [half(0, 500), half(500, message.length)];
  first.writeUInt16BE(500, 1);
  second.writeUInt16BE(message.length - 500, 1);
  const bytes = Buffer.concat([Buffer.from("d8185f", "hex"), first, second, Buffer.of(0xff)]);
  const holds = async (each: Buffer) => /^d8185f58..a3.*58/.test(each.toString("hex")) && closes("FRAME-16")(each);
  const shrunk = await shrinkFrames(bytes, holds, TRIES);
  expect([expectedOf(bytes).state, expectedOf(shrunk).state, shrunk.length < 40]).toEqual([
    "answered",
    "answered",
    true,
  ]);
});

it("a request of 1,000 bytes with a reserved head in it shrinks to that head in a valid frame", async () => {
  const message = Buffer.from(assemble(`{'params': ['${"x".repeat(1_000)}', 7], 'id': 7, 'method': 'clear'}`));
  message[message.lastIndexOf(7)] = 0x1c;
  const holds = async (each: Buffer) => each.length > 3 && closes("FRAME-41")(each);
  const shrunk = await shrinkFrames(frameOf(message), holds, TRIES);
  expect([closes("FRAME-41")(shrunk), shrunk.length < 12]).toEqual([true, true]);
});
