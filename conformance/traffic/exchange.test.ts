import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { replyFrame } from "../record/testing/session.ts";
import { createPairing } from "./exchange.ts";

const asked = [requestFrame(1, "clear", ""), requestFrame(2, "now", "")];
const answered = [replyFrame(1, "0"), replyFrame(2, "1795470190")];
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

describe("createPairing()", () => {
  it.each([1, 3, 1000])("pairs requests and replies that come in pieces of %i bytes", (size) => {
    const pairing = createPairing();
    for (const piece of pieces(Buffer.concat(asked), size)) pairing.sent(piece, 10);
    for (const piece of pieces(Buffer.concat(answered), size)) pairing.received(piece, 11);
    for (const [i, send] of asked.entries()) {
      const exchange = pairing.take();
      expect([hex(exchange?.send), hex(exchange?.reply)]).toEqual([hex(send), hex(answered[i])]);
      expect([exchange?.sentAt, exchange?.receivedAt]).toEqual([10, 11]);
    }
    expect(pairing.take()).toBeUndefined();
  });

  it("has no exchange before the reply is whole", () => {
    const pairing = createPairing();
    pairing.sent(asked[0] ?? Buffer.alloc(0), 1);
    pairing.received((answered[0] ?? Buffer.alloc(0)).subarray(0, -1), 2);
    expect(pairing.take()).toBeUndefined();
    pairing.received((answered[0] ?? Buffer.alloc(0)).subarray(-1), 3);
    expect(pairing.take()?.receivedAt).toBe(3);
  });

  it("keeps what a socket's buffer held before it is used again", () => {
    const pairing = createPairing();
    const buffer = Buffer.concat([asked[0] ?? Buffer.alloc(0)]);
    pairing.sent(buffer, 1);
    buffer.fill(0);
    pairing.received(answered[0] ?? Buffer.alloc(0), 2);
    expect(hex(pairing.take()?.send)).toBe(hex(asked[0]));
  });
});

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
