import { connect, createServer as createRelay, type Server as Relay } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { openFrame, replaceItems, splitFrames } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { fieldOf } from "../cbor/reading.ts";
import { daemonBehind } from "../client/daemon.ts";
import { dial } from "../client/wire.ts";
import { exploreDaemons } from "./explore.ts";
import { linesOf } from "./lines.ts";
import { realTime } from "./time.ts";

const open: (Server | Relay)[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** The reference behind a proxy that reverses those maps of worker_stats for which `turns` returns true. */
async function turning(turns: () => boolean) {
  const server = createServer({});
  const { host, port } = await server.start({ port: 0 });
  const proxy = createRelay({ allowHalfOpen: true }, (client) => {
    const daemon = connect({ port, host, allowHalfOpen: true });
    daemon.on("end", () => client.end());
    let rest = Buffer.alloc(0);
    client.pipe(daemon);
    daemon.on("data", (more) => {
      const split = splitFrames(Buffer.concat([rest, more]));
      rest = Buffer.from(split.rest);
      for (const frame of split.frames) client.write(turned(frame, turns));
    });
    for (const [from, to] of [[client, daemon] as const, [daemon, client] as const]) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  open.push(server, proxy);
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return { host: "127.0.0.1", port: address.port };
}

function turned(frame: Uint8Array, turns: () => boolean): Uint8Array {
  const found = openFrame(frame).message === undefined ? undefined : findItem(frame, "result");
  if (found?.item.kind !== "map" || fieldOf(found.item, "num_workers") === undefined || !turns()) return frame;
  const { item, inner } = found;
  const entries = item.entries.toReversed().map(({ key, value }) => inner.subarray(key.at, value.end));
  const by = Buffer.concat([inner.subarray(item.at, item.at + item.head), ...entries]);
  return replaceItems(frame, [{ item, by }]);
}

async function exploreWith(turns: () => boolean) {
  const server = createServer({});
  open.push(server);
  const addresses = [await server.start({ port: 0 }), await turning(turns)] as const;
  const [reference, other] = addresses.map((address) => ({
    ...daemonBehind(() => dial(address), "a daemon"),
    owned: false,
  }));
  if (reference === undefined || other === undefined) throw new Error("two daemons are needed");
  const { found } = await exploreDaemons({
    ...{ reference, other, time: realTime(false), level: "bytes", peer: undefined },
    ...{ seed: 3, runs: 200, milliseconds: undefined, maxCalls: 2, keepsGoing: false },
    ...{ timeoutMilliseconds: 5000, signal: new AbortController().signal },
  });
  return found.map(({ cause, isRandom, shortest }) => [cause, isRandom, linesOf(shortest)]);
}

describe("exploreDaemons() and the order of map entries", () => {
  it("tells of a random order as such, in a session of one call", async () => {
    let maps = 0;
    expect(await exploreWith(() => maps++ % 3 !== 0)).toEqual([
      ["worker_stats() result: order", true, ["worker_stats()"]],
    ]);
  });
});
