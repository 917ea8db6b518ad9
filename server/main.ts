#!/usr/bin/env node
// The executable `coordinated`: hands the process's surroundings to cli(). It awaits nothing itself: the single-file build is a
// CommonJS module.
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { cli } from "./cli.ts";
import { collectGarbage } from "./garbage.ts";
import { limitYoungSpace } from "./young-space.ts";

/** Milliseconds that the last log lines have to reach a reader; a pipe that nobody reads keeps no process from ending. */
const LAST_LINES_MILLIS = 500;

limitYoungSpace();
const stop = new AbortController();
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
function onSignal(signal: (typeof SIGNALS)[number]): void {
  // Whoever asks a second time does not want to wait for replies under way.
  if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
  stop.abort(signal);
}
for (const signal of SIGNALS) process.on(signal, onSignal);

/** Signals end the process meanwhile, as they do without anybody who listens: nobody could listen. */
function longWork<T>(work: () => T): T {
  for (const signal of SIGNALS) process.off(signal, onSignal);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
}
// A log or ready line that nobody reads any more, or a full disk behind it, is no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const manifest: { version: string } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
void cli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: () => process.stdin,
  stop: stop.signal,
  version: manifest.version,
  longWork,
  onIdle: collectGarbage,
}).then((code) => {
  process.exitCode = code;
  // Lines that wait in a pipe keep Node alive; the timer alone does not.
  setTimeout(() => process.exit(), LAST_LINES_MILLIS).unref();
});
