// npm run restart [-- --python python2.7]: the real Python client makes calls while the daemon is stopped and started again,
// three times. The client's own retry must carry it through. Exit code 3 where there is no Python 2.7.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DaemonProcess } from "./daemon-process.ts";

const CALLS = 500;
const RESTARTS = 3;

const { values } = parseArgs({ options: { python: { type: "string" } } });
const root = fileURLToPath(new URL("../../../../", import.meta.url));
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

let daemon = await DaemonProcess.start();
const address = `127.0.0.1:${daemon.port}`;
const script = `${root}server/testing/client_retry.py`;
const interpreter = values.python === undefined ? [] : ["--python", values.python];
const client = spawn(
  process.execPath,
  [`${root}dist/conformance/main.js`, "python", ...interpreter, "--exec", "--", script, address, String(CALLS)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const ended = new Promise<number>((resolve) => client.once("exit", (code) => resolve(code ?? 1)));
const started = new Promise<void>((resolve) => {
  client.stdout.on("data", (text) => {
    process.stdout.write(text);
    if (String(text).includes("started")) resolve();
  });
});

await Promise.race([started, ended]);
const stops: string[] = [];
for (let i = 0; i < RESTARTS && client.exitCode === null; i++) {
  await pause(0.5);
  stops.push(await daemon.stop());
  await pause(0.5);
  daemon = await DaemonProcess.start("-cborrpc", address);
}
const code = await ended;
await daemon.stop();
const inOrder = stops.length === RESTARTS && stops.every((end) => end === "exit code 0, signal null");
console.log(`restart: client exit code ${code}, ${stops.length} restarts${inOrder ? "" : `: ${stops.join(", ")}`}`);
process.exitCode = code !== 0 ? code : inOrder ? 0 : 1;
