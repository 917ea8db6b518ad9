import { describe, expect, it } from "vitest";
import { handleBatches } from "./handle.ts";
import { type Batch, batching } from "./messages.ts";
import { createTally } from "./tally.ts";

/** A shadow that logs its calls. */
function noting() {
  const told: string[] = [];
  let settle = () => {};
  const facts = { daemon: "a and b", compare: "ordered", peer: undefined, startedAt: 0, now: [] } as const;
  return {
    told,
    settle: () => settle(),
    shadow: {
      watch: ({ conn }: { readonly conn: number }) => ({
        sent: (chunk: Uint8Array) => void told.push(`${conn} sent ${Buffer.from(chunk)}`),
        received: (chunk: Uint8Array) => void told.push(`${conn} received ${Buffer.from(chunk)}`),
        ended: (_: number, by: string) => void told.push(`${conn} ended by ${by}`),
      }),
      run: () => createTally().run(facts),
      settled: () =>
        new Promise<void>((resolve) => {
          settle = resolve;
        }),
    },
  };
}

describe("batching() and handleBatches()", () => {
  it("bring what happened on each connection over in order, whatever becomes of the buffers meanwhile", () => {
    const { told, shadow } = noting();
    const handle = handleBatches(shadow, () => {});
    const batches: Batch[] = [];
    const { watch, flush } = batching((batch) => batches.push(batch));
    const [a, b] = [watch({ conn: 1 }), watch({ conn: 2 })];
    const buffer = Buffer.from("one");
    a.sent(buffer, 1);
    buffer.fill("x");
    b.sent(Buffer.from("two"), 2);
    a.received(Buffer.from("reply"), 3);
    a.ended?.(4, "daemon");
    expect(batches).toEqual([]);
    flush();
    for (const batch of batches) handle(batch);
    expect(told).toEqual(["1 sent one", "2 sent two", "1 received reply", "1 ended by daemon"]);
  });

  it("report at once, or when everything is compared", async () => {
    const { shadow, settle } = noting();
    let reports = 0;
    const handle = handleBatches(shadow, () => {
      reports += 1;
    });
    handle({ events: [], report: "now" });
    expect(reports).toBe(1);
    handle({ events: [], report: "settled" });
    expect(reports).toBe(1);
    settle();
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports).toBe(2);
  });
});
