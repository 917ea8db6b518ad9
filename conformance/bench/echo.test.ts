import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { addressDaemon } from "./daemon.ts";
import { createEcho } from "./echo.ts";
import { plan, QUICK } from "./plan.ts";

describe("createEcho()", () => {
  const echo = createEcho();
  afterEach(() => new Promise((resolve) => echo.close(resolve)));

  it("answers every ping on every connection, with its id, as an empty daemon would", async () => {
    await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
    const daemon = addressDaemon("echo", { host: "127.0.0.1", port: (echo.address() as AddressInfo).port });
    const [[ping] = []] = plan(["ping"], { ...QUICK, connections: 3 });
    const prepared = await ping?.prepare(daemon, new AbortController().signal);
    const turn = await prepared?.turn();
    await prepared?.close();
    // Replies are checked as any daemon's; each connection had at least one.
    expect(turn?.latencies?.count).toBeGreaterThanOrEqual(3);
    expect(turn?.latencies?.count).toBe(turn?.load?.calls);
  });
});
