#!/usr/bin/env node
// The executable `coordinate-conformance`: hands the process's surroundings to cli().
import process from "node:process";
import { cli } from "./cli/cli.ts";
import { EXIT } from "./command.ts";

const interrupted = new AbortController();
let isOver = false;
// For good, not once: execa ends the process at a signal that nobody else listens for, and then no report is printed.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait for reports and last answers.
    if (interrupted.signal.aborted || isOver) process.exit(isOver ? process.exitCode : EXIT.unmeasured);
    interrupted.abort(signal);
  });
}
// Whoever read the output has gone (`| head`): nothing is left to say, and nobody to say it to.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
process.exitCode = await cli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupted.signal,
});
isOver = true;
