import { afterEach, describe, expect, it } from "vitest";
import { createServer, createTestClock, type Server } from "../../server/index.ts";
import { requestFrame } from "../cbor/frame.ts";
import type { Daemon, StartedDaemon } from "../client/daemon.ts";
import { dial } from "../client/wire.ts";
import { describeReply } from "../golden/describe.ts";
import { startPlaying } from "./play.ts";
import { movedTime } from "./test-clock.ts";
import { realTime } from "./time.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A daemon in this process whose clock starts this many seconds ahead of the system clock, also after a restart. */
async function started(ahead: number, moves = true): Promise<StartedDaemon> {
  const begin = async () => {
    const clock = createTestClock(Date.now() / 1000 + ahead);
    const server = createServer({ clock });
    servers.push(server);
    return { clock, address: await server.start({ port: 0 }) };
  };
  let daemon = await begin();
  return {
    name: "a daemon",
    owned: true,
    pid: () => undefined,
    address: () => daemon.address,
    connect: () => dial(daemon.address),
    crash: () => undefined,
    stop: () => Promise.resolve(),
    tell(line) {
      if (moves) daemon.clock.advance(Number(line.replace("advance ", "")));
    },
    async restart() {
      daemon = await begin();
    },
  };
}

async function timeOf(daemon: Daemon): Promise<number> {
  const playing = startPlaying(daemon, realTime(false), 5000);
  await playing.send([{ kind: "sent", conn: 1, frame: requestFrame(1, "now", ""), hangup: false, isLast: false }]);
  playing.end();
  return Number(playing.played.flatMap(({ replies }) => replies.map(describeReply)).join());
}

describe("movedTime()", () => {
  it("sets all daemons to one time, and advances all of them", async () => {
    const { time, daemons } = await movedTime([await started(0), await started(0.7)], 5000);
    const before = time.now();
    await time.pass(86_400);
    expect(time.now()).toBe(before + 86_400);
    for (const daemon of daemons) expect(Math.abs((await timeOf(daemon)) - time.now())).toBeLessThan(2);
  });

  it("sets a restarted daemon to the time of the others, even if its own clock is ahead", async () => {
    const { time, daemons } = await movedTime([await started(0), await started(1)], 5000);
    for (const seconds of [0, 5000]) {
      await time.pass(seconds);
      for (const daemon of daemons) await daemon.restart();
      for (const daemon of daemons) expect(Math.abs((await timeOf(daemon)) - time.now())).toBeLessThan(2);
    }
  });

  it("throws for a daemon that does not advance its clock", async () => {
    const daemons = [await started(0), await started(0, false)];
    await expect(movedTime(daemons, 100)).rejects.toMatchObject({ code: "not-ready" });
  });
});
