// npm run pressure [-- --seconds 60 --heap 512 --share 1]: memory stress test. Attackers send everything that makes a daemon with a small
// heap use more memory. The daemon must not crash, must refuse requests that exceed its memory limit without changing anything, and must
// keep serving well-behaved clients; after everything is deleted it must accept data again and release the memory.
// A smaller --heap (MiB) with a --share (factor for all sizes) below 1 causes the same pressure with less work.

import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { call, int, keys, list, map, str } from "../../conformance/bench/raw-frames.ts";
import { encodeHead, MAJOR } from "../../conformance/cbor/head.ts";
import { residentBytes } from "../../conformance/client/process-figures.ts";
import { Line } from "./pressure-line.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    heap: { type: "string", default: "512" },
    share: { type: "string", default: "1" },
  },
});
const seconds = Number(values.seconds);
const share = Number(values.share);
let until = 0;
const ALLOWED_GROWTH = 150 * 2 ** 20;
const MOST_IDLE_SECONDS = 20;
/** Bytes that an idle daemon may still hold for messages, replies and calls (it keeps buffers for reuse). */
const QUIET_BYTES = 2 ** 20;
const SUCCESSOR = "then";
const MOST_TIMES = 1_000;
const LIFETIME_MILLISECONDS = 6_000;
const PATIENCE_MILLISECONDS = 30_000;
/** Maximum time until the daemon has finished large changes begun for closed connections, on a busy machine. */
const MOST_QUIET_MILLISECONDS = 90_000;

const main = fileURLToPath(new URL("../../../server/main.js", import.meta.url));
// Without the environment variable glibc does not return freed buffers of up to 32 MB to the system; see the daemon's page.
const daemon = spawn(
  process.execPath,
  [
    `--max-old-space-size=${values.heap}`,
    main,
    "-cborrpc",
    "127.0.0.1:0",
    "-http",
    "127.0.0.1:0",
    "-frame-timeout",
    "20",
  ],
  { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, MALLOC_MMAP_THRESHOLD_: "131072" } },
);
let ended: string | null = null;
let log = "";
daemon.on("exit", (code, signal) => {
  ended = `exit code ${code}, signal ${signal}`;
  if (code !== 0) console.log(`the daemon ended with ${ended}: ${log.slice(-3000)}`);
});
daemon.stderr.on("data", (text: Buffer) => {
  log = (log + String(text)).slice(-20_000);
});
const [port = 0, statusPort = 0] = await new Promise<number[]>((resolve) => {
  let text = "";
  daemon.stdout.on("data", (chunk: Buffer) => {
    text += String(chunk);
    const ports = [...text.matchAll(/:(\d+)\/?\n/g)].map(([, port]) => Number(port));
    if (ports.length === 2) resolve(ports);
  });
});
const resident = () => {
  const bytes = daemon.pid === undefined ? null : residentBytes(daemon.pid);
  if (bytes === null) throw new Error("the memory of the daemon cannot be read");
  return bytes;
};

const problems: string[] = [];
let goodCalls = 0;
let longest = 0;
/** Resident bytes of the daemon before it is stopped. */
let atLast = 0;

type Attacked = { attacks: number; refused: number; closed: number };

/** A well-behaved client that works on its own work spec. The only errors it accepts are refusals for lack of memory. */
async function good(number: number): Promise<void> {
  const name = `good${number}`;
  const named = str(name);
  let line = new Line(port);
  const ask = async (what: string, bytes: Buffer, expected: string): Promise<boolean> => {
    const since = performance.now();
    const reply = await Promise.race([line.ask(bytes), delay(PATIENCE_MILLISECONDS, "late" as const)]);
    longest = Math.max(longest, performance.now() - since);
    goodCalls++;
    if (reply === null || reply === "late") {
      if (ended === null) problems.push(`${name}: ${what}: ${reply === null ? "closed" : "no answer in time"}`);
      line.close();
      line = new Line(port);
      return false;
    }
    if (reply.includes("out of memory")) return false;
    if (!reply.toString("hex").includes(expected))
      problems.push(`${name}: ${what}: ${reply.toString("hex").slice(0, 200)}`);
    return true;
  };
  const DONE = "82f5f6";
  await ask("set", call("set_work_spec", map({ name: named })), DONE);
  while (performance.now() < until && ended === null && problems.length === 0) {
    const key = str("k");
    const added = await ask("add", call("add_work_units", named, list(list(key, map({ a: int(1) })))), DONE);
    if (added) {
      const got = await ask("get", call("get_work", str(name), map({ work_spec_names: list(named) })), "416ba1616101");
      if (got) await ask("finish", call("update_work_unit", named, key, map({ status: int(4) })), DONE);
      await ask("delete", call("del_work_units", named, map({ all: Buffer.from([0xf5]) })), "8201f6");
    }
    await ask("time", call("now"), "726573756c741a");
    await delay(20);
  }
  line.close();
}

/** Stores large data until the daemon refuses for lack of memory, in case the attackers have not reached the limit. */
async function isRefusedOnce(line: Line): Promise<boolean> {
  const size = Math.round(10_000_000 * share);
  const data = map({ x: Buffer.concat([encodeHead(MAJOR.bytes, size), Buffer.alloc(size)]) });
  for (let times = 0; times < MOST_TIMES; times++) {
    const reply = await line.ask(call("worker_heartbeat", str(`w${times}`), str(""), int(5), data, str("")));
    if (reply === null) return false;
    if (reply.includes("out of memory")) return true;
  }
  return false;
}

/** The daemon's metrics by name. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${statusPort}/metrics`)).text();
  return new Map([...text.matchAll(/^(\w+) (\S+)$/gm)].map(([, name = "", value]) => [name, Number(value)]));
}

/** Waits until the daemon has finished the work begun for closed connections. */
async function untilQuiet(): Promise<void> {
  const deadline = performance.now() + MOST_QUIET_MILLISECONDS;
  for (;;) {
    const passing = (await metrics()).get("coordinate_passing_bytes");
    if (passing === undefined) throw new Error("the daemon does not tell coordinate_passing_bytes");
    if (passing < QUIET_BYTES) return;
    if (performance.now() > deadline) {
      problems.push(`${passing} bytes are held for messages, replies or calls though nobody is connected`);
      return;
    }
    await delay(200);
  }
}

const before = resident();
const first = new Line(port);
for (const name of ["full", "chain"])
  await first.ask(call("set_work_spec", map({ name: str(name), [SUCCESSOR]: str("full") })));
await first.ask(call("add_work_units", str("chain"), list(list(str("k"), map({})))));
first.close();

const attackers = new Worker(new URL("pressure-attacks.js", import.meta.url), { workerData: { port, seconds, share } });
const attacked = new Promise<Attacked>((resolve, reject) => {
  attackers.on("message", (message: Attacked | "ready") => {
    if (message !== "ready") resolve(message);
  });
  attackers.once("error", reject);
});
// The attackers first build their large messages, which takes a while.
await new Promise((resolve) => attackers.once("message", resolve));
until = performance.now() + seconds * 1000;
const meaningWell = Array.from({ length: 4 }, (_, number) => good(number));
let peak = 0;
while (performance.now() < until && ended === null) {
  peak = Math.max(peak, resident());
  await delay(500);
}
const none: Attacked = { attacks: 0, refused: 0, closed: 0 };
const counts = await Promise.race([attacked, delay(PATIENCE_MILLISECONDS, none)]);
await Promise.race([Promise.all(meaningWell), delay(PATIENCE_MILLISECONDS)]);
await attackers.terminate();

if (ended === null) {
  await untilQuiet();
  const last = new Line(port);
  if (!(await isRefusedOnce(last))) problems.push("there is room for everything");
  if ((await last.ask(call("clear"))) === null) problems.push("clear: closed");
  // After this time locks and workers have expired; the daemon removes them on the next request for them.
  await delay(LIFETIME_MILLISECONDS);
  await last.ask(call("readlock", list()));
  await last.ask(call("worker_stats"));
  await last.ask(call("set_work_spec", map({ name: str("after") })));
  const reply = await last.ask(call("add_work_units", str("after"), keys(10_000, "82", "a0")));
  if (!reply?.toString("hex").includes("82f5f6"))
    problems.push(`no room after everything was deleted: ${reply?.toString("latin1")}`);
  await last.ask(call("clear"));
  last.close();
  await untilQuiet();
  // Takes ten seconds on an idle machine; garbage collection takes longer on a busy one.
  for (let second = 0; second < MOST_IDLE_SECONDS && resident() - before > ALLOWED_GROWTH; second += 1)
    await delay(1000);
  if (resident() - before > ALLOWED_GROWTH) {
    problems.push(
      `${Math.round(resident() / 2 ** 20)} MiB resident after ${MOST_IDLE_SECONDS} s of idleness, ${Math.round(before / 2 ** 20)} at first`,
    );
  }
  atLast = resident();
  daemon.kill("SIGTERM");
  await Promise.race([new Promise((resolve) => daemon.once("exit", resolve)), delay(10_000)]);
  if (ended !== "exit code 0, signal null") problems.push(`ended with ${ended}`);
} else {
  problems.push(`the daemon ended with ${ended}: ${log.slice(-3000)}`);
}
if (counts.attacks === 0) problems.push("no attack came to its end: nothing was tried");
for (const problem of problems.slice(0, 20)) console.log(`PROBLEM ${problem}`);
console.log(
  `pressure: ${counts.attacks} attacks, ${counts.refused} refused for lack of memory, ${counts.closed} closed; ${goodCalls} calls of ` +
    `clients that mean well, the longest ${Math.round(longest)} ms; ${Math.round(peak / 2 ** 20)} MiB resident at most, ` +
    `${Math.round(atLast / 2 ** 20)} at last; ${problems.length} problems`,
);
daemon.kill("SIGKILL");
process.exit(problems.length === 0 ? 0 : 1);
