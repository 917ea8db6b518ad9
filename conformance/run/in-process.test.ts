// The reference must pass every golden, byte for byte. It runs in this process, and waits only advance its clock.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../server/index.ts";
import { dial } from "../client/wire.ts";
import { createSuite, goldens, type Suite } from "./suite.ts";
import { movedClock } from "./testing/moved-clock.ts";

const clock = movedClock();

const all = goldens();
const cases = all.map((golden) => ({ id: golden.id, golden }));

describe("the reference", () => {
  const server = createServer({ clock });
  const total = { cases: 0, compared: 0, masked: 0, milliseconds: 0 };
  let suite: Suite;

  beforeAll(async () => {
    const address = await server.start({ host: "127.0.0.1", port: 0 });
    suite = createSuite({ connect: () => dial(address), clock, compare: "bytes" });
  });

  afterAll(async () => {
    suite.close();
    await server.close();
    const { cases, compared, masked, milliseconds } = total;
    console.info(`${cases} goldens, ${compared} bytes compared, ${masked} masked, ${Math.round(milliseconds)} ms`);
  });

  it.each(cases)("answers $id as recorded", async ({ golden }) => {
    const { outcome, reason, differences, bytes, milliseconds } = await suite.check(golden);
    total.cases += 1;
    total.compared += bytes.compared;
    total.masked += bytes.masked;
    total.milliseconds += milliseconds;
    expect(differences).toEqual([]);
    expect(outcome, reason).toBe("passed");
  });
});
