// npm run soak [-- --minutes 10 --connections 2000 --workers 800]: a mixed workload against the built daemon for minutes on
// end, while a checker recomputes from the replies alone what must be true. Exit code 1 where something is not.
import { parseArgs } from "node:util";
import { Checker } from "./checker.ts";
import { DaemonProcess, isFlat } from "./daemon-process.ts";
import { RpcClient } from "./rpc-client.ts";
import { lock, pause, prepare, produce, read, type Soak, takeStock, tidy, work } from "./soak-workload.ts";

const LONGEST_LEASE_SECONDS = 4;
const SAMPLES = 60;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    connections: { type: "string", default: "2000" },
    workers: { type: "string", default: "800" },
  },
});
const seconds = Number(values.minutes) * 60;
const workers = Number(values.workers);
const idle = Number(values.connections) - workers;

const daemon = await DaemonProcess.start();
const soak: Soak = { port: daemon.port, checker: new Checker(), isOver: false, calls: 0, killed: 0, faults: [] };
await prepare(soak);
const onlookers = await openIdle(idle);
const held = new Set<string>();
const everybody = [
  ...Array.from({ length: 4 }, (_, i) => produce(soak, i)),
  // Each worker takes a breath that keeps all of them together within what two cores can do.
  ...Array.from({ length: workers }, (_, i) => work(soak, i, workers / 1000)),
  ...Array.from({ length: 4 }, (_, i) => lock(soak, i, held)),
  read(soak),
  tidy(soak),
].map((task) => task.catch((error: unknown) => soak.faults.push(String(error))));

const memory: number[] = [];
for (let i = 0; i < SAMPLES && daemon.ended === null; i++) {
  await pause(seconds / SAMPLES);
  memory.push(daemon.residentMiB);
  if (i % 6 === 5) {
    const { handedOut, outcomes, violations } = soak.checker;
    const mib = memory.at(-1)?.toFixed(0);
    console.log(
      `${Math.round((seconds / SAMPLES) * (i + 1))} s: ${soak.calls} calls, ${handedOut} handed out, ` +
        `${outcomes.finished} finished, ${outcomes.expired} expired, ${mib} MiB, ${violations.length + soak.faults.length} faults` +
        [...violations, ...soak.faults]
          .slice(0, 3)
          .map((each) => ` | ${each}`)
          .join(""),
    );
  }
}
soak.isOver = true;
await Promise.all(everybody);
await pause(LONGEST_LEASE_SECONDS + 0.5);
await takeStock(soak);
const answering = await Promise.all(onlookers.map((client) => client.call("now").then(Number, () => 0)));
const silent = answering.filter((time) => time === 0).length;
for (const client of onlookers) client.socket.destroy();
const end = await daemon.stop();

const problems = [
  ...soak.checker.violations,
  ...soak.faults,
  ...(silent === 0 ? [] : [`${silent} idle connections do not answer`]),
  ...(isFlat(memory) ? [] : [`memory grew: ${memory.map((mib) => mib.toFixed(0)).join(" ")} MiB`]),
  ...(end === "exit code 0, signal null" ? [] : [`the daemon ended with ${end}`]),
  ...(soak.checker.outcomes.expired > 0 && soak.killed > 0 ? [] : ["no lease expired or no connection was killed"]),
];
for (const problem of problems.slice(0, 50)) console.log(`PROBLEM ${problem}`);
const { handedOut, outcomes } = soak.checker;
console.log(
  `soak: ${values.minutes} min, ${workers} workers and ${idle} idle connections, ${soak.calls} calls ` +
    `(${Math.round(soak.calls / seconds)}/s), ${handedOut} handed out, ${JSON.stringify(outcomes)}, ` +
    `${soak.killed} connections killed with a call under way, memory ${Math.min(...memory).toFixed(0)} to ` +
    `${Math.max(...memory).toFixed(0)} MiB, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

async function openIdle(count: number): Promise<RpcClient[]> {
  const clients: RpcClient[] = [];
  while (clients.length < count) {
    const batch = Array.from({ length: Math.min(100, count - clients.length) }, () => new RpcClient(daemon.port));
    await Promise.all(batch.map((client) => client.call("now")));
    clients.push(...batch);
  }
  return clients;
}
