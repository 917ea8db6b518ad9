import { describe, expect, it } from "vitest";
import { createServer } from "../../server/index.ts";
import { addressTarget, type Target } from "../client/target.ts";
import { describeRequests } from "../golden/describe.ts";
import { parseGolden } from "../golden/load.ts";
import { candidate } from "./candidate.ts";
import { exploreTargets } from "./explore.ts";

/** Explores the reference daemon against another one of it, whose clock is ahead by some seconds. */
async function exploreReferences(secondsAhead: number, more: { runs: number; path?: string; milliseconds?: number }) {
  const servers = [0, secondsAhead].map((ahead) => createServer({ clock: { now: () => Date.now() / 1000 + ahead } }));
  const targets: Target[] = [];
  for (const server of servers)
    targets.push(await addressTarget(await server.start({ port: 0 }), { milliseconds: 5000 }));
  const [reference, other] = targets;
  if (reference === undefined || other === undefined) throw new Error("two targets are needed");
  const { signal } = new AbortController();
  const rest = { level: "bytes", peer: undefined, seed: 7, milliseconds: undefined, maxCalls: 16, signal } as const;
  try {
    return await exploreTargets({ reference, other, ...rest, ...more });
  } finally {
    for (const server of servers) await server.close();
  }
}

describe("exploreTargets()", () => {
  it("finds no difference between the reference daemon and itself", async () => {
    const explored = await exploreReferences(0, { runs: 25 });
    expect(explored).toMatchObject({ sessions: 25, left: 0, found: undefined });
    expect(explored.compared).toBeGreaterThan(100);
  });

  it("shrinks a difference to the call that shows it, and finds it again by seed and path", async () => {
    const { found } = await exploreReferences(5000, { runs: 200 });
    expect(found?.differences[0]?.kind).toBe("value");
    expect(found?.session.length).toBeLessThanOrEqual(4);
    const again = await exploreReferences(5000, { runs: 200, path: found?.path ?? "" });
    expect(again.found?.session.flatMap(describeRequests)).toEqual(found?.session.flatMap(describeRequests));
  });

  it("stops drawing when its time is over", async () => {
    const explored = await exploreReferences(0, { runs: 3000, milliseconds: 200 });
    expect(explored.sessions).toBeGreaterThan(0);
    expect(explored.sessions).toBeLessThan(3000);
  });

  it("gives a candidate that loads as a golden", async () => {
    const { found } = await exploreReferences(5000, { runs: 200 });
    if (found === undefined) throw new Error("nothing was found");
    const source = { reference: "one", other: "two", seed: 7, command: "explore", at: "2026-01-01" };
    const golden = parseGolden("area/case", "case.yaml", candidate(found, source));
    expect(golden.recorded.client).toBe(`explore, seed 7, path ${found.path}`);
    expect(golden.steps).toHaveLength(found.session.length);
  });
});
