// npm run fuzz [-- --runs 1000000 --seed 1]: hostile frames. All go to a daemon in-process, which must be as it was after
// each refusal; one in ten goes to the built daemon too, which must take a stand on it, stay alive, keep answering others,
// and not grow.
import { parseArgs } from "node:util";
import { goldens } from "../../conformance/run/suite.ts";
import { requestsIn } from "../../conformance/stress/hostile/corpus.ts";
import { hostileFrames } from "../../conformance/stress/hostile/frames.ts";
import { DaemonProcess, isFlat } from "./daemon-process.ts";
import { FuzzLane, type Stand } from "./fuzz-lane.ts";
import { refusals } from "./refused-changes-nothing.ts";
import { RpcClient } from "./rpc-client.ts";

const LANES = 256;
const SAMPLES = 30;
/** One in so many frames goes over the network. */
const NETWORK_SHARE = 10;

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
});
const runs = Number(values.runs);
const networkRuns = Math.ceil(runs / NETWORK_SHARE);
const seed = Number(values.seed);
const started = Date.now();

const recorded = requestsIn(goldens());
const daemon = await DaemonProcess.start();
const witness = new RpcClient(daemon.port);
const frames = hostileFrames(recorded, seed);
const stands: Record<Stand, number> = { answered: 0, closed: 0, hung: 0 };
const problems: string[] = [];
const memory: number[] = [];
let judged = 0;

async function attack(): Promise<void> {
  const lane = new FuzzLane(daemon.port);
  while (judged < networkRuns && daemon.ended === null && problems.length === 0) {
    const serial = ++judged;
    const frame: Buffer = frames.next().value;
    const stand = await lane.judge(frame);
    stands[stand]++;
    if (stand === "hung") problems.push(`the daemon takes no stand on ${frame.toString("hex").slice(0, 2000)}`);
    if (serial % Math.ceil(networkRuns / SAMPLES) === 0) await look(serial);
  }
  lane.close();
}

/** The connection that was there from the start must be answered as ever; then the memory is sampled. */
async function look(serial: number): Promise<void> {
  try {
    const now = Number(await witness.call("now"));
    if (Math.abs(now - Date.now() / 1000) > 2) problems.push(`the time is ${now}`);
    // What hostile frames stored with success is no growth of the daemon's own.
    await witness.call("clear");
    memory.push(daemon.residentMiB);
    console.log(`${serial} frames, ${JSON.stringify(stands)}, ${memory.at(-1)?.toFixed(0)} MiB`);
  } catch (error) {
    problems.push(`the witness: ${String(error)}`);
  }
}

await Promise.all(Array.from({ length: LANES }, attack));
if (daemon.ended !== null) problems.push(`the daemon ended with ${daemon.ended}: ${daemon.stderr.slice(-2000)}`);
else await look(judged);
witness.socket.destroy();
if (!isFlat(memory)) problems.push(`memory grew: ${memory.map((mib) => mib.toFixed(0)).join(" ")} MiB`);
const end = await daemon.stop();
if (end !== "exit code 0, signal null") problems.push(`the daemon ended with ${end}`);

const { refused, unfinished, carriedOut, changedBy } = refusals(hostileFrames(recorded, seed), runs);
for (const frame of changedBy.slice(0, 20)) problems.push(`refused, and yet something changed: ${frame}`);
if (refused === 0 || stands.closed === 0) problems.push("nothing was refused");

for (const problem of problems) console.log(`PROBLEM ${problem}`);
console.log(
  `fuzz: seed ${seed}, ${runs} frames: ${refused} refused and ${unfinished} unfinished without a change, ${carriedOut} ` +
    `carried out; ${judged} of them over the network too: ${stands.answered} left their connection open, ` +
    `${stands.closed} closed it, memory ${Math.min(...memory).toFixed(0)} to ${Math.max(...memory).toFixed(0)} MiB; ` +
    `${Math.round((Date.now() - started) / 1000)} s, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
