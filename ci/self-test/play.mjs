// A worker thread: plays goldens to the reference daemon with one fault in it, until one sees it.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { dial } from "../../dist/conformance/client/wire.js";
import { createSuite, goldens } from "../../dist/conformance/run/suite.js";

const STEP_MILLISECONDS = 1000;
const { dist, compare } = workerData;
const all = goldens();
let time = 1_800_000_000.5;
const clock = {
  now: () => time,
  wait: async (seconds) => {
    time += seconds;
  },
};

parentPort.on("message", async (fault) => {
  parentPort.postMessage({ fault, killer: await killerOf(fault) });
});

/** The id of the golden that sees a fault; `null` when none does. */
async function killerOf({ name, file, find, replace, clause, likely }) {
  // Beside dist/server, so that what it imports from there is found.
  const folder = `${dist}/fault-${name}`;
  cpSync(`${dist}/server`, folder, { recursive: true });
  try {
    const source = readFileSync(`${folder}/${file}`, "utf8");
    writeFileSync(
      `${folder}/${file}`,
      source.replace(find, () => replace),
    );
    const { createServer } = await import(pathToFileURL(`${folder}/index.js`).href);
    return await play(createServer({ clock }), clause, likely);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(server, clause, likely) {
  const address = await server.start({ port: 0 });
  const suite = createSuite({ connect: () => dial(address), clock, compare, stepMilliseconds: STEP_MILLISECONDS });
  try {
    for (const golden of inOrder(clause, likely)) {
      const { outcome } = await suite.check(golden);
      if (outcome !== "passed") return golden.id;
    }
    return null;
  } finally {
    suite.close();
    await server.close();
  }
}

/** What killed it before goes first, then the cases of its clause, then those with many exchanges. */
function inOrder(clause, likely) {
  const rank = ({ id, requires }) => {
    if (id === likely) return 0;
    if (requires.includes(clause)) return 1;
    return /^(tables|stories)\//.test(id) ? 2 : 3;
  };
  return all
    .map((golden) => ({ golden, rank: rank(golden) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ golden }) => golden);
}
