// The second half of `npm run self-test`: applies each source fault to the reference daemon and plays the goldens to
// it. Fails if one survives that explained.txt does not explain, or cannot be applied any more. Results for an
// unchanged fault, daemon and golden are cached, so that a second run takes seconds. --compare LEVEL judges as `run`
// does; --only PREFIX,... selects some, --sample N about N of them, evenly spread.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { CAUGHT, GOLDENS } from "../../dist/conformance/package-files.js";
import { writeCaught } from "../../dist/conformance/proof/clauses/caught.js";
import { bringUpToDate } from "../generated.mjs";
import { explanations, sourceFaults } from "./faults.mjs";
import { removeFault } from "./faulty-server.mjs";

const { values } = parseArgs({
  options: {
    compare: { type: "string", default: "bytes" },
    only: { type: "string", default: "" },
    sample: { type: "string", default: "0" },
  },
});
/** Until every golden has been played to a fault that none of them sees, on a busy machine too. */
const MOST_MILLISECONDS = 180_000;
const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const cacheFile = fileURLToPath(new URL("../../node_modules/.cache/self-test-sources.json", import.meta.url));
const explained = explanations();

const hash = (...parts) => createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 24);
const hashOf = (folder) => hash(...filesIn(folder).map((file) => file + readFileSync(join(folder, file), "utf8")));
const base = hash(
  values.compare,
  hashOf(join(dist, "server")),
  ...["cbor", "client", "golden", "judge", "run"].map((part) => hashOf(join(dist, "conformance", part))),
);
const goldenHash = new Map(
  filesIn(GOLDENS).map((file) => [file.replace(/\.yaml$/, ""), hash(readFileSync(join(GOLDENS, file), "utf8"))]),
);
const allGoldens = hash(...[...goldenHash].flat());

const cache = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, "utf8")) : {};
const wanted = values.only.split(",");
const named = sourceFaults().filter(({ name }) => wanted.some((prefix) => name.startsWith(prefix)));
/** One of so many that stand behind each other in the catalogue, which is sorted by area. */
const apart = Math.max(1, named.length / (Number(values.sample) || named.length));
const faults = named.filter((_, i) => Math.floor((i + 1) / apart) > Math.floor(i / apart));
const broken = faults.filter(({ file, find }) => !readFileSync(join(dist, "server", file), "utf8").includes(find));
const results = new Map();
const waiting = faults.filter((fault) => {
  if (broken.includes(fault)) return false;
  const known = cache[keyOf(fault)];
  const isFresh =
    known !== undefined &&
    (known.killer === null ? known.goldens === allGoldens : known.hash === (goldenHash.get(known.killer) ?? "crash"));
  if (isFresh) results.set(fault.name, known.killer);
  else fault.likely = known?.killer;
  return !isFresh;
});

if (waiting.length > 0) await checkReference();
await Promise.all(Array.from({ length: Math.min(availableParallelism(), waiting.length) }, runWorker));
saveCache();
report();

/** Plays all goldens to the reference as it is: one that it does not pass would see every fault. */
async function checkReference() {
  const [{ file, find }] = faults.filter((fault) => !broken.includes(fault));
  const worker = new Worker(new URL("./play.mjs", import.meta.url), { workerData: { dist, compare: values.compare } });
  const answer = new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  worker.postMessage({ name: "none", file, find, replace: find });
  const { killer } = await answer;
  await worker.terminate();
  if (killer === null) return;
  console.error(`the reference itself does not pass ${killer}, which would see every fault`);
  process.exit(1);
}

/** Hands out faults to a worker thread, and to a new one when a fault took it down. */
async function runWorker() {
  for (let fault = waiting.shift(); fault !== undefined; ) {
    const worker = new Worker(new URL("./play.mjs", import.meta.url), {
      workerData: { dist, compare: values.compare },
    });
    const ended = new Promise((resolve) => worker.once("error", resolve));
    while (fault !== undefined) {
      worker.postMessage(fault);
      const answer = new Promise((resolve) => worker.once("message", resolve));
      // A daemon that goes round in circles holds the thread that waits for it.
      const patience = new AbortController();
      const circling = delay(MOST_MILLISECONDS, "in circles", { signal: patience.signal }).catch(() => undefined);
      const done = await Promise.race([answer, ended, circling]);
      patience.abort();
      const crashed = done instanceof Error || done?.fault === undefined;
      if (crashed) removeFault(dist, fault);
      keep(fault, crashed ? "(the daemon does not live)" : done.killer);
      fault = waiting.shift();
      if (crashed) break;
    }
    await worker.terminate();
  }
}

function saveCache() {
  mkdirSync(dirname(cacheFile), { recursive: true });
  writeFileSync(cacheFile, JSON.stringify(cache));
}

function keep(fault, killer) {
  if (results.size % 20 === 0) saveCache();
  results.set(fault.name, killer);
  cache[keyOf(fault)] =
    killer === null ? { killer, goldens: allGoldens } : { killer, hash: goldenHash.get(killer) ?? "crash" };
}

function keyOf({ file, find, replace }) {
  return hash(base, file, find, replace);
}

function report() {
  const lives = faults.filter(({ name }) => results.get(name) === null);
  const without = lives.filter(({ key }) => !explained.has(key));
  for (const { name, clause, file, find } of broken)
    console.error(`${name} ${clause}: ${file} has no ${JSON.stringify(find)}`);
  for (const { name, clause, file, find, replace } of without) {
    console.error(`${name} ${clause} lives: ${file}\n  - ${find}\n  + ${replace}`);
  }
  const seen = faults.length - lives.length - broken.length;
  const share = ((100 * seen) / Math.max(1, faults.length - broken.length)).toFixed(1);
  console.log(
    `${faults.length} faults: ${seen} seen at level ${values.compare} (${share} %), ${lives.length} live, ${lives.length - without.length} of them explained`,
  );
  const isWhole = faults.length === sourceFaults().length && values.compare === "bytes";
  const isFresh = !isWhole || bringUpToDate("npm run self-test", [{ file: CAUGHT, text: writeCaught(caught()) }]);
  process.exitCode = without.length + broken.length > 0 || !isFresh ? 1 : 0;
}

/** Each fault that a golden sees, with its clause. */
function caught() {
  return faults
    .filter(({ name }) => typeof results.get(name) === "string")
    .map(({ clause, file, find, replace }) => ({ clause, file, find, replace }));
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(js|yaml)$/.test(file))
    .sort();
}
