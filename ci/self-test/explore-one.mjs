// A worker thread: explores the reference daemon with one source fault against the unmodified one, both on one test
// clock, until a difference is found or the time is over.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { dial } from "../../dist/conformance/client/wire.js";
import { exploreDaemons } from "../../dist/conformance/explore/explore.js";
import { linesOf } from "../../dist/conformance/explore/lines.js";
import { withFault } from "./faulty-server.mjs";

const { dist, seed, seconds, sessions: runs } = workerData;
const { createServer } = await import(pathToFileURL(`${dist}/server/index.js`).href);

parentPort.on("message", async (fault) => {
  try {
    parentPort.postMessage({ fault, ...(await withFault(dist, fault, differ)) });
  } catch (error) {
    parentPort.postMessage({ fault, cause: `(${error.message})`, lines: [] });
  }
});

async function differ(createFaulty) {
  // Amid a second, so that a time of one second less cannot pass for one that was rounded down.
  let now = 1_800_000_000.53;
  const clock = { now: () => now };
  const time = {
    kind: "moved",
    now: () => now,
    pass: async (more) => {
      now += more;
    },
    isShared: true,
  };
  const [reference, other] = await Promise.all([
    inProcess("the reference", createServer, clock),
    inProcess("the fault", createFaulty, clock),
  ]);
  try {
    const explored = await exploreDaemons({
      ...{ reference, other, time, seed, level: "bytes", peer: undefined, keepsGoing: false },
      ...{ runs, maxCalls: 24, milliseconds: seconds * 1000, timeoutMilliseconds: 1000 },
      signal: new AbortController().signal,
    });
    const [found] = explored.found;
    const { sessions, compared, milliseconds } = explored;
    const lines = found === undefined ? [] : linesOf(found.shortest);
    return { cause: found?.cause ?? null, lines, sessions, callsPerSecond: (1000 * compared) / milliseconds };
  } finally {
    await Promise.all([reference.stop(), other.stop()]);
  }
}

/** A daemon in this process, as one that the tool has started. */
async function inProcess(name, create, clock) {
  let server;
  let address;
  const start = async () => {
    server = create({ clock });
    address = await server.start({ port: 0 });
  };
  await start();
  return {
    ...{ name, owned: true, connect: () => dial(address), crash: () => undefined, stop: () => server.close() },
    async restart() {
      await server.close();
      await start();
    },
  };
}
