// The attackers of the memory stress test (pressure.ts), in a separate thread, so that building large messages does not delay its clients.

import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { call, int, keys, list, many, map, request, str } from "../../conformance/bench/raw-frames.ts";
import { frameOf } from "../../conformance/cbor/frame.ts";
import { encodeHead, MAJOR } from "../../conformance/cbor/head.ts";
import { Line } from "./pressure-line.ts";

/** Number of concurrent attackers of each kind. */
const OF_EACH = 2;

const { port, seconds, share }: { port: number; seconds: number; share: number } = workerData;
/** Scales a size by `share`; at least 1. */
const sized = (full: number) => Math.max(1, Math.round(full * share));
let until = 0;
/** Resolves when the time is up, so that no attacker waits for a reply any longer. */
let over: Promise<"over">;
const counts = { attacks: 0, refused: 0, closed: 0 };

let serial = 0;
const unique = () => `${++serial}`.padStart(8, "0");
const bytesOf = (length: number) => Buffer.concat([encodeHead(MAJOR.bytes, length), Buffer.alloc(length, 0x78)]);
const dataOf = (length: number) => map({ x: bytesOf(length) });
const unit = (data: Buffer) => list(str(unique()), data);
const flat = (count: number) =>
  many(MAJOR.map, count, 10, (bytes, at, item) => bytes.write(`\x48${String(item).padStart(8, "0")}`, at, "latin1"));

/** Builds the message once and reuses it: building many megabytes takes longer than sending them. */
function same(make: () => Buffer): () => Buffer {
  let made: Buffer | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** The kinds of attacks: each function builds the message that one connection sends repeatedly. */
const ATTACKS: Readonly<Record<string, () => Buffer>> = {
  "units of 100 bytes": () =>
    call("add_work_units", str("full"), list(...Array.from({ length: sized(2000) }, () => unit(dataOf(100))))),
  "units of 10 MB": () => call("add_work_units", str("full"), list(unit(dataOf(sized(10_000_000))))),
  "a million units": same(() => call("add_work_units", str("full"), keys(sized(1_000_000), "82", "a0"))),
  "output of many units": same(() =>
    call(
      "update_work_unit",
      str("chain"),
      str("k"),
      map({ status: int(4), data: map({ output: keys(sized(300_000), "82", "a0") }) }),
    ),
  ),
  "a unit with a map of a million keys": same(() =>
    call("add_work_units", str("full"), list(list(str(unique()), flat(sized(1_000_000))))),
  ),
  "work specs": () => call("set_work_spec", map({ name: str(`s${unique()}`), x: bytesOf(1000) })),
  "large work specs": () => call("set_work_spec", map({ name: str(`s${unique()}`), x: bytesOf(sized(5_000_000)) })),
  workers: () => call("worker_heartbeat", str(unique()), str("m"), int(5), dataOf(10_000), str("p")),
  "locks of many paths": () =>
    call("lock", str("me"), int(5), keys(sized(100_000), "82", str(unique()).toString("hex"))),
  "a lock of a long path": same(() =>
    call(
      "lock",
      str("me"),
      int(5),
      list(many(MAJOR.array, sized(7_900_000), 1, (bytes, at) => bytes.writeUInt8(serial % 20, at))),
    ),
  ),
  "deep lists": same(() => call("get_work", str("w"), Buffer.concat([Buffer.alloc(sized(7_900_000), 0x81), int(0)]))),
  "deep maps": same(() =>
    call("get_work", str("w"), Buffer.concat([Buffer.alloc(2 * sized(1_950_000), "a100", "hex"), int(0)])),
  ),
  "options without end": same(() => call("list_work_specs", flat(sized(2_000_000)))),
  "a batch": same(() =>
    frameOf(
      Buffer.concat([
        encodeHead(MAJOR.array, sized(50_000)),
        ...Array<Buffer>(sized(50_000)).fill(request("list_work_specs", list(map({})))),
      ]),
    ),
  ),
  bundles: () =>
    call("get_work", str(unique()), map({ max_jobs: int(sized(100_000)), work_spec_names: list(str("full")) })),
  "all units": same(() => call("get_work_units", str("full"), map({ limit: int(0) }))),
};

async function attack(make: () => Buffer): Promise<void> {
  while (performance.now() < until) {
    const line = new Line(port);
    for (let times = 0; times < 20 && performance.now() < until; times++) {
      const reply = await Promise.race([line.ask(make()), over]);
      if (reply === "over") break;
      counts.attacks++;
      if (reply === null) {
        counts.closed++;
        break;
      }
      if (reply.subarray(0, 200).includes("out of memory")) counts.refused++;
    }
    line.close();
    await delay(5);
  }
}

/** Sends half a message of 60 MB on many connections, then nothing more. */
async function halves(): Promise<void> {
  const half = Buffer.concat([Buffer.from("d8185a03938700", "hex"), Buffer.alloc(sized(40_000_000))]);
  while (performance.now() < until) {
    const lines = Array.from({ length: 20 }, () => new Line(port));
    for (const line of lines) line.send(half);
    await delay(2_000);
    for (const line of lines) line.close();
  }
}

/** Requests replies of megabytes and does not read them. */
async function unread(): Promise<void> {
  const asking = call("get_work_unit_status", str("full"), keys(sized(50_000)));
  while (performance.now() < until) {
    const lines = Array.from({ length: 20 }, () => new Line(port));
    for (const line of lines) {
      line.pause();
      for (let i = 0; i < 50; i++) line.send(asking);
    }
    await delay(2_000);
    for (const line of lines) line.close();
  }
}

for (const make of Object.values(ATTACKS)) make();
parentPort?.postMessage("ready");
until = performance.now() + seconds * 1000;
over = delay(seconds * 1000, "over" as const);
await Promise.all([
  ...Object.values(ATTACKS).flatMap((make) => Array.from({ length: OF_EACH }, () => attack(make))),
  halves(),
  unread(),
]);
parentPort?.postMessage(counts);
