// A worker thread: plays goldens to the reference daemon with one source fault, until one detects it.
import { parentPort, workerData } from "node:worker_threads";
import { dial } from "../../dist/conformance/client/wire.js";
import { createSuite, goldens } from "../../dist/conformance/run/suite.js";
import { withFault } from "./faulty-server.mjs";

const STEP_MILLISECONDS = 1000;
const { dist, compare } = workerData;
const all = goldens();
let time = 1_800_000_000.5;
/** The clock that measures started long after the one that shows, and within another part of a second: they are not to be mixed up. */
const clock = {
  now: () => time,
  elapsed: () => time - 1_799_000_000.25,
  wait: async (seconds) => {
    time += seconds;
  },
};

parentPort.on("message", async (fault) => {
  parentPort.postMessage({ fault, killer: await killerOf(fault) });
});

/** The id of the golden that sees a fault; `null` when none does. */
function killerOf(fault) {
  return withFault(dist, fault, (createServer) => play(createServer({ clock }), fault.clause, fault.likely));
}

async function play(server, clause, likely) {
  const address = await server.start({ port: 0 });
  const suite = createSuite({ connect: () => dial(address), clock, compare, stepMilliseconds: STEP_MILLISECONDS });
  try {
    for (const golden of inOrder(clause, likely)) {
      // Twice, since a large message may take longer than a step on a busy machine, whatever the fault.
      if ((await sees(suite, golden)) && (await sees(suite, golden))) return golden.id;
    }
    return null;
  } finally {
    suite.close();
    await server.close();
  }
}

async function sees(suite, golden) {
  return (await suite.check(golden)).outcome !== "passed";
}

/** What killed it before goes first, then the cases of its clause, then those with many exchanges. */
function inOrder(clause, likely) {
  const rank = ({ id, requires }) => {
    if (id === likely) return 0;
    if (requires.includes(clause)) return 1;
    return /^(tables|stories|walks)\//.test(id) ? 2 : 3;
  };
  return all
    .map((golden) => ({ golden, rank: rank(golden) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ golden }) => golden);
}
