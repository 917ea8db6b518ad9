// The reference must pass goldens in other shapes too, and raw cases must be recorded again as they are. It runs in this
// process, and waits only advance its clock.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../server/index.ts";
import { dial } from "../client/wire.ts";
import type { GoldenSource } from "../golden/write.ts";
import { RAW_CASES } from "../record/raw/catalogue.ts";
import { keptCases } from "../record/raw/kept.ts";
import { playRawCase } from "../record/raw/record.ts";
import { createSuite, goldens, type Suite } from "./suite.ts";
import { movedClock } from "./testing/moved-clock.ts";

const clock = movedClock();

const all = goldens();
const cases = all.map((golden) => ({ id: golden.id, golden }));

describe("the reference, in every shape", () => {
  const server = createServer({ clock });
  let suite: Suite;

  beforeAll(async () => {
    const address = await server.start({ host: "127.0.0.1", port: 0 });
    suite = createSuite({ connect: () => dial(address), clock, compare: "bytes", vary: true });
  });

  afterAll(async () => {
    suite.close();
    await server.close();
  });

  // A sample of the folders with the most kinds of frames; `run --vary` plays all cases.
  it.each(cases.filter(({ id }, i) => /^(wire|leases|sanity)\//.test(id) && i % 6 === 0))(
    "answers $id the same",
    async ({ golden }) => {
      const { outcome, reason } = await suite.check(golden);
      expect(outcome, reason).toBe("passed");
    },
  );
});

describe("raw cases", () => {
  // A sample; `record --check` records them all. Fewer of those whose golden is their only source, since that is only played.
  const kept = new Set(keptCases().map(({ id }) => id));
  const chosen = RAW_CASES.filter(({ id }, i) => i % (kept.has(id) ? 16 : 8) === 0 && !isLarge(id));

  /** A case of megabytes, whose recording takes seconds. */
  function isLarge(id: string): boolean {
    const steps = all.find((golden) => golden.id === id)?.steps ?? [];
    return steps.some((step) => step.kind === "exchange" && step.sends.some(({ length }) => length > 2 ** 20));
  }

  it.each(chosen.map((definition) => ({ id: definition.id, definition })))(
    "$id is recorded again as it is",
    async ({ id, definition }) => {
      const golden = all.find((each) => each.id === id);
      if (golden === undefined) throw new Error(`${id} was never recorded`);
      const server = createServer({ clock });
      const address = await server.start({ host: "127.0.0.1", port: 0 });
      const options = { connect: () => dial(address), clock, stepMilliseconds: 5000 };
      const again = await playRawCase(definition, golden.recorded, options);
      await server.close();
      expect([again.title, again.requires, withoutTimes(again)]).toEqual([
        golden.title,
        golden.requires,
        withoutTimes(golden),
      ]);
    },
  );

  it("are all defined: no golden is left of one that is gone", () => {
    const defined = RAW_CASES.map(({ id }) => id);
    const recorded = all.filter(({ recorded: { client } }) => client.startsWith("raw"));
    expect(recorded.map(({ id }) => id)).toEqual([...defined].sort());
  });
});

/** A case without its masked values, in which two recordings are equal. Bytes as hex, which is compared quickly. */
function withoutTimes({ steps }: Pick<GoldenSource, "steps">) {
  return steps.map((step) => {
    if (step.kind === "wait") return [step.seconds];
    const { conn, sends, hangup, closes, times, note, bindings, replies } = step;
    return {
      ...{ conn, hangup, closes, times, note },
      sends: sends.map(hex),
      bindings: bindings.map(({ at, name }) => [at, name]),
      replies: replies.map(({ bytes, masks, choices }) => {
        if (choices !== undefined) return choices.map(({ says }) => says);
        return masks.length > 0 ? masks.map(({ line: _, ...mask }) => mask) : hex(bytes);
      }),
    };
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
