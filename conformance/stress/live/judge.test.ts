import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileSync } from "tmp";
import { expect, it, onTestFinished } from "vitest";
import { Checker } from "../checker/checker.ts";
import type { Call } from "../history/call.ts";
import { HistoryEncoder } from "../history/encode.ts";
import { HistoryFile } from "../history/file.ts";
import { add, call, getWork, heartbeat, OK, setSpec } from "../testing/story.ts";

const build = process.env.COORDINATE_BUILD;

/** Long enough that two threads judge it, each some of the work specs. */
const LONG = 2_000_000;
const padding = (i: number) => call(1 + i / 100, 1.001 + i / 100, add(`${i}`.padEnd(100_000, "x"), 0, 9, "s"), OK);

/** A reply lists two units of two work specs for a child that never got them. */
const WRONG: Call[] = [
  call(0, 0.1, setSpec("s"), OK),
  call(0.2, 0.3, setSpec("t"), OK),
  call(0.4, 0.5, heartbeat("w", 300, "p"), OK),
  ...Array.from({ length: 25 }, (_, i) => padding(i)),
  call(2, 2.1, getWork("w", 10, 1, ["s", "t"]), { is: "work", spec: "", keys: [] }),
  call(
    3,
    3.1,
    { do: "children", worker: "p" },
    {
      is: "children",
      children: [{ worker: "w", units: ["s", "t"].map((spec) => ({ spec, key: "none", worker: "w" })) }],
    },
  ),
];

async function stored(calls: readonly Call[]): Promise<string> {
  const { name, removeCallback } = fileSync();
  onTestFinished(removeCallback);
  const header = { daemon: "d", seed: 1, clients: 1, streams: 1, startedAt: "", slack: 0, faults: [] };
  const file = new HistoryFile(name, header);
  const encoder = new HistoryEncoder();
  for (const each of calls) encoder.add({ kind: "call", call: each });
  file.add(0, encoder.take());
  await file.close();
  return name;
}

// Only compiled code can be started as a thread.
it.skipIf(build === undefined)(
  "a long history is judged by two threads as one checker judges it in one go",
  async () => {
    const file = await stored(WRONG);
    expect(statSync(file).size).toBeGreaterThan(LONG);
    const found: string[] = [];
    const checker = new Checker({ slack: 0, onViolation: ({ kind }) => found.push(kind) });
    for (const each of WRONG) checker.take({ kind: "call", call: each });
    checker.finish();
    const args = [join(`${build}`, "conformance", "main.js"), "stress", "--judge", file, "--report", "json"];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    const { violations, counts } = JSON.parse(stdout);
    expect([status, violations.map(({ kind }: { kind: string }) => kind)]).toEqual([1, found]);
    expect([found, counts]).toEqual([["child-unit-wrong"], checker.counts]);
  },
);
