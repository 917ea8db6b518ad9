#!/usr/bin/env node
// The executable `coordinate-conformance`: hands the process's surroundings to cli().
import process from "node:process";
import { cli } from "./cli.ts";

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort(signal));
process.exitCode = await cli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupted.signal,
});
