import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { createGate } from "./gate.ts";

const call = (id: number) => requestFrame(id, "now", "");
/** A gate whose lanes log each forwarded call as `LANE:ID`. */
function notingGate(patience?: number) {
  const gone: string[] = [];
  const gate = createGate(patience);
  const lane = (name: string) =>
    gate.lane((bytes) => gone.push(`${name}:${[1, 2, 3].find((id) => call(id).equals(bytes)) ?? "rest"}`));
  return { gone, lane };
}

describe("createGate()", () => {
  it("holds the calls of every connection back until the one before is answered", () => {
    const { gone, lane } = notingGate();
    const [a, b] = [lane("a"), lane("b")];
    a.bring(Buffer.concat([call(1), call(2)]));
    b.bring(call(3));
    expect(gone).toEqual(["a:1"]);
    b.answered();
    expect(gone).toEqual(["a:1"]);
    a.answered();
    a.answered();
    expect(gone).toEqual(["a:1", "a:2", "b:3"]);
  });

  it("lets the next call through when a connection is gone without an answer, and drops what that one still had", () => {
    const { gone, lane } = notingGate();
    const [a, b] = [lane("a"), lane("b")];
    a.bring(Buffer.concat([call(1), call(2)]));
    b.bring(call(3));
    a.leave();
    expect(gone).toEqual(["a:1", "b:3"]);
  });

  it("closes the sending side only after what was sent before it, half a frame included", () => {
    const { gone, lane } = notingGate();
    const [a, b] = [lane("a"), lane("b")];
    a.bring(call(1));
    b.bring(Buffer.concat([call(2), call(3).subarray(0, 5)]));
    b.end(() => gone.push("b ended"));
    expect(gone).toEqual(["a:1"]);
    a.answered();
    expect(gone).toEqual(["a:1", "b:2"]);
    b.answered();
    expect(gone).toEqual(["a:1", "b:2", "b:rest", "b ended"]);
  });

  it("waits for an unanswered call no longer than its patience", async () => {
    const { gone, lane } = notingGate(1);
    lane("a").bring(call(1));
    const b = lane("b");
    b.bring(call(2));
    await new Promise<void>((resolve) => b.end(resolve));
    expect(gone).toEqual(["a:1", "b:2"]);
  });
});
