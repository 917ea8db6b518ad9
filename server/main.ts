#!/usr/bin/env node
// The executable `coordinated`: hands the process's surroundings to cli().
import { readFileSync } from "node:fs";
import process from "node:process";
import { cli } from "./cli.ts";
import { limitYoungSpace } from "./young-space.ts";

limitYoungSpace();
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(signal));
// A log or ready line that nobody reads any more, or a full disk behind it, is no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const manifest: { version: string } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
process.exitCode = await cli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stop: stop.signal,
  version: manifest.version,
});
