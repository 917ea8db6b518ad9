import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../../server/index.ts";
import type { Address } from "../../client/address.ts";
import { daemonBehind } from "../../client/daemon.ts";
import { dial } from "../../client/wire.ts";
import type { Golden } from "../../golden/format.ts";
import { type LivePlayer, livePlayer } from "../live.ts";
import { type Play, type Player, Unplayable } from "../player.ts";
import { runGoldens } from "../run.ts";
import { goldens } from "../suite.ts";
import { fitOf, fitsBetween } from "./fits.ts";
import { waitsOf } from "./waits.ts";

const all = goldens();
const waiting = all.filter((golden) => waitsOf(golden) > 0);
const brief = waiting.filter((golden) => waitsOf(golden) <= 1.2 && fitOf(golden) === "all");
const between = all.filter(fitsBetween).slice(0, 20);

/** A clock that advances only when all unfinished cases wait, so that no case is late on a slow machine. */
function sleepingClock() {
  let now = 1_800_000_000.5;
  let unfinished = 0;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  const look = () => {
    if (sleepers.size < unfinished || sleepers.size === 0) return;
    const [first] = [...sleepers].sort((a, b) => a.until - b.until);
    if (first === undefined) return;
    now = Math.max(now, first.until);
    sleepers.delete(first);
    first.wake();
  };
  return {
    now: () => now,
    wait(seconds: number) {
      return new Promise<void>((resolve) => {
        sleepers.add({ until: now + seconds, wake: resolve });
        look();
      });
    },
    begin(cases: number) {
      unfinished += cases;
    },
    end() {
      unfinished -= 1;
      look();
    },
  };
}

describe("cases that wait, on one daemon", () => {
  const clock = sleepingClock();
  const server = createServer({ clock });
  let address: Address;
  let player: LivePlayer;

  beforeAll(async () => {
    address = await server.start({ host: "127.0.0.1", port: 0 });
    const daemon = daemonBehind(() => dial(address));
    player = livePlayer(daemon, { clock, stepMilliseconds: 5000, fresh: false });
  });

  afterAll(async () => {
    player.close();
    await server.close();
  });

  /**
   * Runs the cases. @returns the results, and the ids of the cases that were played alone
   * @param atOnce the number of cases that the clock waits for from the start; by default it waits for started cases only
   */
  async function run(cases: typeof all, atOnce?: number, change: (player: Player) => Player = (same) => same) {
    const alone: string[] = [];
    const noting: Player = {
      ...player,
      async together(cases) {
        const found = await player.together?.(cases);
        const ending = (play: Play) => (golden: Golden) => {
          if (atOnce === undefined) clock.begin(1);
          return play(golden).finally(clock.end);
        };
        return found && { ...found, wait: ending(found.wait), between: ending(found.between) };
      },
      play(golden) {
        alone.push(golden.id);
        return player.play(golden);
      },
    };
    if (atOnce !== undefined) clock.begin(atOnce);
    const { results } = await runGoldens({
      players: [change(noting)],
      goldens: cases,
      ids: [],
      compare: "bytes",
      together: true,
    });
    return { alone, failed: results.filter(({ outcome }) => outcome !== "passed").map(({ case: id }) => id) };
  }

  it("can all be played together with others", () => {
    expect(waiting.filter((golden) => fitOf(golden) === "none").map(({ id }) => id)).toEqual([]);
  });

  it("pass if one counts all workers, and one locks the root", async () => {
    const worker = ["workers/worker-expires", "stories/workers-end"];
    const locks = ["locks/timeout-of-zero-lasts", "stories/locks-over-free-the-root"];
    const cases = waiting.filter(({ id }) => worker.includes(id) || locks.includes(id));
    const { alone, failed } = await run(cases);
    expect(failed).toEqual([]);
    expect(alone).toEqual([]);
  });

  it("pass at the same time, with others between them, and none is played alone", async () => {
    const { alone, failed } = await run([...brief, ...between], brief.length + between.length);
    expect(failed).toEqual([]);
    expect(alone).toEqual([]);
  });

  it("is played alone if it fails among others, and only that result counts", async () => {
    const two = waiting.filter(
      ({ id }) => id === "numbers/interval-of-a-fraction" || id === "stories/continuous-beside-ended-units",
    );
    const refuse = () => Promise.reject(new Unplayable("unplayable", "not here"));
    const { alone, failed } = await run(two, 0, (same) => ({
      ...same,
      together: () => Promise.resolve({ alone: [], wait: refuse, between: refuse }),
    }));
    expect(alone.sort()).toEqual(two.map(({ id }) => id).sort());
    expect(failed).toEqual([]);
  });
});
