// Tells how many faults `explore` finds: puts each of a sample of the catalogue into the reference daemon and explores that
// against the reference, for so many sessions each, and at most so many seconds: 1000 take 10 s on a machine that does
// nothing else. Fails when the share is below --least percent.
//   node ci/self-test/explore.mjs --sample 60 --sessions 1000 --least 75
// --only work,units-3 takes areas or single faults, --unseen those that the goldens do not see (explained.txt).
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { seeded } from "../../dist/conformance/random.js";
import { explanations, sourceFaults } from "./faults.mjs";

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "60" },
    sessions: { type: "string", default: "1000" },
    seconds: { type: "string", default: "120" },
    least: { type: "string", default: "75" },
    seed: { type: "string", default: "1" },
    workers: { type: "string", default: String(availableParallelism()) },
    only: { type: "string", default: "" },
    unseen: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});
const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const seconds = Number(values.seconds);
/** Beyond the time for exploring, until a fault is taken to hold everything up. */
const PATIENCE_SECONDS = 30;
const explained = explanations();
const waiting = sample();
const total = waiting.length;
const results = [];

await Promise.all(Array.from({ length: Number(values.workers) }, runWorker));
report();

/** The faults to look at, drawn by the seed. */
function sample() {
  const random = seeded(Number(values.seed));
  const faults = sourceFaults().filter(
    ({ name, key, file, find }) =>
      isWanted(name) &&
      explained.has(key) === values.unseen &&
      readFileSync(`${dist}/server/${file}`, "utf8").includes(find),
  );
  const drawn = [];
  while (drawn.length < Number(values.sample) && faults.length > 0) {
    drawn.push(...faults.splice(random.below(faults.length), 1));
  }
  return drawn;
}

function isWanted(name) {
  const only = values.only.split(",").filter((each) => each !== "");
  return only.length === 0 || only.some((each) => name === each || name.startsWith(`${each}-`));
}

/** Gives faults to a worker thread, and to a new one where a fault took it down or holds it up. */
async function runWorker() {
  for (let fault = waiting.shift(); fault !== undefined; ) {
    const worker = new Worker(new URL("./explore-one.mjs", import.meta.url), {
      workerData: { dist, seconds, sessions: Number(values.sessions), seed: Number(values.seed) },
    });
    const ended = new Promise((resolve) => worker.once("error", resolve));
    while (fault !== undefined) {
      worker.postMessage(fault);
      const answer = new Promise((resolve) => worker.once("message", resolve));
      let timer;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, (seconds + PATIENCE_SECONDS) * 1000);
      });
      const done = await Promise.race([answer, ended, late]);
      clearTimeout(timer);
      const isGone = done?.fault === undefined;
      keep(isGone ? { fault, cause: "(the daemon does not live)", lines: [] } : done);
      fault = waiting.shift();
      if (isGone) break;
    }
    await worker.terminate();
  }
}

function keep(result) {
  results.push(result);
  const { fault, cause, lines, sessions, callsPerSecond } = result;
  if (cause === null || values.verbose) {
    const effort = sessions === undefined ? "" : `, ${sessions} sessions, ${Math.round(callsPerSecond)} calls a second`;
    console.log(`${fault.name} ${fault.clause}: ${cause ?? "not found"}${effort}`);
    console.log(`  ${fault.file}: ${fault.find.replaceAll("\n", "\\n")} -> ${fault.replace.replaceAll("\n", "\\n")}`);
    for (const line of lines) console.log(`    ${line}`);
  }
}

function report() {
  const found = results.filter(({ cause }) => cause !== null).length;
  const share = (100 * found) / Math.max(1, total);
  console.log(
    `explore found ${found} of ${total} faults within ${values.sessions} sessions each, ${share.toFixed(1)} %`,
  );
  process.exitCode = share < Number(values.least) || total === 0 ? 1 : 0;
}
