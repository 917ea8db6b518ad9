import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../client/testing/listen.ts";
import { addressDaemon } from "./daemon.ts";
import { createEcho } from "./echo.ts";
import { plan, QUICK } from "./plan.ts";

describe("createEcho()", () => {
  const echo = createEcho();
  afterEach(() => new Promise((resolve) => echo.close(resolve)));

  it("answers every ping on every connection, with its id, as an empty daemon would", async () => {
    const daemon = addressDaemon("echo", await listen(echo));
    const [[ping] = []] = plan(["ping"], { ...QUICK, connections: 3 });
    const prepared = await ping?.prepare(daemon, new AbortController().signal);
    const turn = await prepared?.turn();
    await prepared?.close();
    // Replies are checked as those of any daemon; each connection received at least one.
    expect(turn?.latencies?.count).toBeGreaterThanOrEqual(3);
    expect(turn?.latencies?.count).toBe(turn?.load?.calls);
  });
});
