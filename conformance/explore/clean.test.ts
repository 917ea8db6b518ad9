import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { type Daemon, daemonBehind } from "../client/daemon.ts";
import { fakeDaemon } from "../client/testing/fake-daemon.ts";
import { dial } from "../client/wire.ts";
import { describeReply } from "../golden/describe.ts";
import { createCleaner, mayLeaveLocks } from "./clean.ts";
import { startPlaying } from "./play.ts";
import { realTime } from "./time.ts";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(): Promise<{ daemon: Daemon; restarts: () => number }> {
  const server = createServer();
  servers.push(server);
  const address = await server.start({ port: 0 });
  let restarts = 0;
  const restart = async () => {
    restarts += 1;
  };
  const daemon = daemonBehind(() => dial(address), "it");
  return { daemon: { ...daemon, owned: false, restart }, restarts: () => restarts };
}

const frames = (...calls: readonly (readonly [method: string, params: string])[]) =>
  calls.map(([method, params], i) => requestFrame(i + 1, method, params));

async function ask(daemon: Daemon, sent: readonly Uint8Array[]): Promise<string[]> {
  const playing = startPlaying(daemon, realTime(false), 5000);
  await playing.send(sent.map((frame) => ({ kind: "sent", conn: 1, frame, hangup: false, isLast: false })));
  playing.end();
  return playing.played.flatMap(({ replies }) => replies.map(describeReply));
}

describe("createCleaner()", () => {
  it("tells a daemon that does not answer from one that keeps workers or locks", async () => {
    const daemon = daemonBehind(
      fakeDaemon(() => "close"),
      "it",
    );
    const cleaner = createCleaner({ ...daemon, owned: false }, 1000, false);
    await expect(cleaner.clean([])).rejects.toThrow("it does not answer when it is cleared");
    cleaner.close();
  });

  it("closes a connection that was still being opened when close() was called", async () => {
    const { daemon } = await start();
    const opened: Duplex[] = [];
    const connect = async () => {
      const stream = await daemon.connect();
      opened.push(stream);
      return stream;
    };
    const cleaner = createCleaner({ ...daemon, connect }, 5000, false);
    const cleaning = cleaner.clean([]);
    cleaner.close();
    await expect(cleaning).rejects.toMatchObject({ code: "cannot-restart" });
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it("removes work specs, workers and locks, including a lock of the root and calls in a batch", async () => {
    const { daemon } = await start();
    const cleaner = createCleaner(daemon, 5000, false);
    for (const sent of [
      frames(["set_work_spec", "{'name': 's'}"], ["worker_heartbeat", "'w', 'RUN', 300, {}, 'p'"]),
      frames(["lock", "'w', 600, [[]]"]),
      frames(["lock", "'w', 600, [['a', 'b'], [1, 'b']]"], ["locksome", "'v', 600, 128([['c'], []])"]),
      [batch("{'params': ['w', 600, [[]]], 'id': 1, 'method': 'lock'}")],
      [batch("{'params': {'locker_id': 'w', 'timeout': 9, 'keys': [['k']]}, 'id': 1, 'method': 'lock'}")],
    ]) {
      await ask(daemon, sent);
      await cleaner.clean(sent);
      const left = await ask(
        daemon,
        frames(
          ["list_work_specs", "{}"],
          ["list_worker_modes", ""],
          ["lock", "'n', 60, [[]]"],
          ["unlock", "'n', [[]]"],
        ),
      );
      expect(left).toEqual(["[[], null]", "[{}, null]", "[true, null]", "[true, null]"]);
    }
    cleaner.close();
  });

  it("restarts an owned daemon when a lock cannot be released, and throws for any other", async () => {
    const { daemon, restarts } = await start();
    const sent = frames(["lock", "'w', 600, [[NaN_3]]"]);
    expect(mayLeaveLocks(sent)).toBe(true);
    await ask(daemon, sent);
    const cleaner = createCleaner(daemon, 5000, false);
    await expect(cleaner.clean(sent)).rejects.toMatchObject({ code: "cannot-restart" });
    cleaner.close();
    const ours = createCleaner({ ...daemon, owned: true }, 5000, false);
    await ours.clean(sent);
    ours.close();
    expect(restarts()).toBe(1);
  });
});

function batch(message: string): Uint8Array {
  return frameOf(assemble(`[${message}]`));
}
