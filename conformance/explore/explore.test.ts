import { describe, expect, it } from "vitest";
import { createServer, type Server, type ServerOptions } from "../../server/index.ts";
import { type Daemon, daemonBehind } from "../client/daemon.ts";
import { dial } from "../client/wire.ts";
import { declaredAnswers } from "./declared.ts";
import { type ExploreOptions, exploreDaemons } from "./explore.ts";
import { linesOf } from "./lines.ts";

type More = Partial<ExploreOptions> & { readonly runs: number };

/** Explores two reference daemons in this process; both use one clock, which the sessions advance. */
async function exploreReferences(other: Partial<ServerOptions>, more: More) {
  let now = 1_800_000_000.5;
  const clock = { now: () => now };
  const servers = [createServer({ clock }), createServer({ clock, ...other })];
  const pass = async (seconds: number) => {
    now += seconds;
  };
  const [one, two] = await Promise.all(servers.map(inProcess));
  if (one === undefined || two === undefined) throw new Error("two daemons are needed");
  try {
    return await exploreDaemons({
      reference: one,
      other: two,
      time: { kind: "moved", now: () => now, pass, isShared: true },
      ...{ level: "bytes", peer: undefined, seed: 7, milliseconds: undefined, maxCalls: 16, keepsGoing: false },
      ...{ timeoutMilliseconds: 5000, signal: new AbortController().signal },
      ...more,
    });
  } finally {
    for (const server of servers) await server.close();
  }
}

async function inProcess(server: Server): Promise<Daemon> {
  const address = await server.start({ port: 0 });
  return { ...daemonBehind(() => dial(address), "a daemon"), owned: false };
}

/** A daemon that only answers now() differently. */
const ahead = { clock: { now: () => 1_800_000_010, elapsed: () => 0 } };

describe("exploreDaemons()", () => {
  it("finds no difference between the reference and itself, and reaches most declared answers", async () => {
    const declared = declaredAnswers();
    const explored = await exploreReferences({}, { runs: 40, onSession: declared.note });
    expect(explored).toMatchObject({ sessions: 40, left: 0, found: [], unsteady: 0 });
    expect(declared.missing().length).toBeLessThan(declared.count / 3);
  });

  it("shrinks a difference to the one call that shows it, and reproduces it by seed and path", async () => {
    const { found } = await exploreReferences(ahead, { runs: 200 });
    const [first] = found;
    if (first === undefined) throw new Error("nothing was found");
    expect(linesOf(first.shortest).length).toBeLessThanOrEqual(6);
    const again = await exploreReferences(ahead, { runs: 200, path: first.path });
    expect(again.sessions).toBe(1);
    expect(again.found.map(({ cause }) => cause)).toEqual([first.cause]);
  });

  it("continues to differences with other causes, and counts those with the same cause", async () => {
    const { found, sessions } = await exploreReferences(ahead, { runs: 12, keepsGoing: true });
    expect(sessions).toBe(12);
    expect(new Set(found.map(({ cause }) => cause)).size).toBe(found.length);
    expect(Math.max(...found.map(({ count }) => count))).toBeGreaterThan(1);
  });

  it("stops at its time limit", async () => {
    const explored = await exploreReferences({}, { runs: 100_000, milliseconds: 200 });
    expect(explored.sessions).toBeGreaterThan(0);
    expect(explored.sessions).toBeLessThan(100_000);
  });
});
