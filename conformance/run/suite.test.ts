import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { fakeDaemon } from "../client/testing/fake-daemon.ts";
import { createSuite, goldens } from "../index.ts";

const [golden] = goldens().filter(({ id }) => id === "sanity/session");
if (golden === undefined) throw new Error("no golden");
const recorded = golden.steps.flatMap((step) =>
  step.kind === "exchange" ? step.replies.map(({ bytes }) => bytes) : [],
);

/** A server that gives the recorded replies after a clear, except for the reply of one step. */
function server(wrong?: { step: number; reply: Buffer }) {
  let step = 0;
  const cleared = frameOf(assemble("{'id': 1, 'result': [{}, null]}"));
  return fakeDaemon((request) => {
    const text = Buffer.from(request).toString("latin1");
    if (/clear|list_worker_modes/.test(text)) return [cleared];
    step += 1;
    return wrong?.step === step ? [wrong.reply] : [recorded[step - 1] ?? cleared];
  });
}

describe("createSuite()", () => {
  it("passes a server that answers as recorded", async () => {
    const suite = createSuite({ connect: server() });
    const { outcome, differences, bytes } = await suite.check(golden);
    suite.close();
    expect({ outcome, differences }).toEqual({ outcome: "passed", differences: [] });
    expect(bytes.compared).toBeGreaterThan(100);
  });

  it("compares every byte unless told otherwise", async () => {
    const reply = frameOf(assemble("{'id': 2, 'result': 128([1, null])}"));
    const strict = createSuite({ connect: server({ step: 2, reply }) });
    expect(await strict.check(golden)).toMatchObject({
      outcome: "diverged",
      differences: [{ step: 2, path: "result", kind: "type" }],
    });
    const loose = createSuite({ connect: server({ step: 2, reply }), compare: "python" });
    expect(await loose.check(golden)).toMatchObject({ outcome: "passed" });
    strict.close();
    loose.close();
  });

  it("does not measure what cannot be cleared", async () => {
    const suite = createSuite({ connect: fakeDaemon(() => []), stepMilliseconds: 50 });
    expect(await suite.check(golden)).toMatchObject({ outcome: "unmeasured", bytes: { compared: 0 } });
    suite.close();
  });
});
