// What an idle connection costs: counted in V8's heap and its buffers after a collection, which no load changes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { requestFrame } from "../conformance/cbor/frame.ts";
import { createServer } from "./index.ts";

const CONNECTIONS = 500;
const MOST_BYTES = 10_000;

/** In a process of its own, so that its sockets are not counted: one message on each connection, then nothing. */
const CLIENT = `
  const { connect } = require("node:net");
  const [port, count, hex] = process.argv.slice(1);
  let answered = 0;
  for (let i = 0; i < Number(count); i++) {
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(Buffer.from(hex, "hex"));
    socket.once("data", () => { if (++answered === Number(count)) console.log("answered"); });
  }
  process.stdin.resume().on("end", () => process.exit());
`;

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

function bytesInUse(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What is in use once two collections in a row have found the same: what was loaded before is freed late. */
async function settledBytes(): Promise<number> {
  let last = bytesInUse();
  for (let rounds = 0; rounds < 50; rounds++) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = bytesInUse();
    if (Math.abs(now - last) < 10_000) return now;
    last = now;
  }
  return last;
}

it("costs at most 10 KB, whatever it sent before", async () => {
  const server = createServer();
  const { port } = await server.start({ port: 0 });
  const message = requestFrame(1, "set_work_spec", `{'name': 's', 'x': '${"x".repeat(20_000)}'}`).toString("hex");
  const before = await settledBytes();
  const client = spawn(process.execPath, ["-e", CLIENT, String(port), String(CONNECTIONS), message]);
  await once(client.stdout, "data");
  let each = Number.POSITIVE_INFINITY;
  // V8 frees the memory of buffers some time after the collection that found them unused.
  for (let rounds = 0; rounds < 50 && each > MOST_BYTES; rounds++) {
    await new Promise((resolve) => setImmediate(resolve));
    each = (bytesInUse() - before) / CONNECTIONS;
  }
  client.stdin.end();
  await once(client, "exit");
  await server.close();
  // No connection costs less than what its socket alone does.
  expect(each).toBeGreaterThan(1000);
  expect(each).toBeLessThan(MOST_BYTES);
});
