#!/usr/bin/env node
// The executable `coordinated`: calls cli() with the parts of the process. It has no top-level await, since the
// single-file build is a CommonJS module.
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { cli } from "./cli.ts";
import { collectGarbage } from "./garbage.ts";
import { limitYoungSpace } from "./young-space.ts";

/** Milliseconds that the last log lines have to be read; after that the process ends even if nobody reads the pipe. */
const LAST_LINES_MILLIS = 500;

limitYoungSpace();
const stop = new AbortController();
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
function onSignal(signal: (typeof SIGNALS)[number]): void {
  // A second signal asks not to wait for replies in progress.
  if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
  stop.abort(signal);
}
for (const signal of SIGNALS) process.on(signal, onSignal);

/** Removes the signal listeners meanwhile, so that signals end the process: blocked, it could not handle them. */
function longWork<T>(work: () => T): T {
  for (const signal of SIGNALS) process.off(signal, onSignal);
  try {
    return work();
  } finally {
    for (const signal of SIGNALS) process.on(signal, onSignal);
  }
}
// EPIPE or a full disk: a daemon must not stop because its log cannot be written.
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
  // Unwritten lines keep Node alive; the timer is unref'd.
  setTimeout(() => process.exit(), LAST_LINES_MILLIS).unref();
});
