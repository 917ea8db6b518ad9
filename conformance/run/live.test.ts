import { describe, expect, it } from "vitest";
import { type Target, TargetError } from "../client/target.ts";
import { fakeDaemon } from "../client/testing/fake-daemon.ts";
import type { Golden } from "../golden/format.ts";
import { livePlayer, realClock } from "./live.ts";
import { runGoldens } from "./run.ts";

const recorded = { daemon: "", client: "", command: "", at: "" };
const golden = (id: string): Golden => ({ id, file: "", title: "", requires: [], recorded, steps: [] });

/** A run of two cases, the second of which needs a new process that fails to start so many times. */
async function outcomes(failures: number) {
  let left = failures;
  const target: Target = {
    name: "fake",
    owned: true,
    connect: fakeDaemon(() => []),
    crash: () => undefined,
    restart: () =>
      left-- > 0 ? Promise.reject(new TargetError("start-failed", "the port is taken")) : Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const players = [livePlayer(target, { clock: realClock, stepMilliseconds: 100, fresh: true })];
  const { results } = await runGoldens({
    players,
    goldens: [golden("a/a"), golden("a/b")],
    ids: [],
    compare: "python",
  });
  return results.map(({ outcome, reason }) => [outcome, reason]);
}

describe("livePlayer() that starts the daemon anew for each case", () => {
  it("tries once more when it does not start", async () => {
    expect(await outcomes(1)).toEqual([
      ["passed", undefined],
      ["passed", undefined],
    ]);
  });

  it("leaves a case unmeasured, and not merely out, when it does not start at all", async () => {
    expect(await outcomes(2)).toEqual([
      ["passed", undefined],
      ["unmeasured", "the daemon could not be started anew: the port is taken"],
    ]);
  });
});
