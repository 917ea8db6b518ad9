// The command `fuzz`: sends hostile frames to a daemon, and writes the first finding as a candidate for a golden.

import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { formatAddress } from "../client/address.ts";
import { daemonAt, startDaemon } from "../client/daemon.ts";
import { askToClear } from "../client/permission.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { grouped } from "../counted.ts";
import { makeFolder } from "../make-folder.ts";
import { overwriting } from "../report/style.ts";
import { goldens } from "../run/suite.ts";
import { candidate } from "../stress/fuzz/candidate.ts";
import { type Fuzzed, type FuzzOptions, fuzzRun } from "../stress/fuzz/run.ts";
import { requestsIn } from "../stress/hostile/corpus.ts";
import { hostileFrames } from "../stress/hostile/frames.ts";
import { clauseSentence } from "../stress/kinds.ts";
import type { Action } from "./command.ts";
import { fuzzTable } from "./options/fuzz.ts";
import { commandAgain } from "./table/again.ts";
import type { Line } from "./table/parse.ts";

type FuzzLine = Line<typeof fuzzTable.groups>;

export const fuzz: Action<typeof fuzzTable> = async (line, around) => {
  const { address, command, seed = Math.floor(Math.random() * 2 ** 31) } = line.values;
  if ((address === undefined) === (command === undefined)) {
    throw new UsageError("say what to measure: either --address HOST:PORT, or -- COMMAND...");
  }
  const frames = hostileFrames(requestsIn(goldens()), seed);
  const fuzzed = await send(line, around, frames);
  return report(fuzzed, line, seed, around);
};

async function send(line: FuzzLine, around: Surroundings, frames: Iterator<Buffer>): Promise<Fuzzed> {
  const { values } = line;
  const start = { milliseconds: values["start-timeout"], signal: around.signal };
  const shared: Omit<FuzzOptions, "address" | "pid" | "crash"> = {
    frames,
    runs: values.runs,
    milliseconds: values.time,
    lanes: values.clients,
    timeout: values.timeout,
    signal: around.signal,
    onProgress: (sent) => progress(sent, values.runs, around),
  };
  if (values.address !== undefined) {
    const { address } = values;
    const daemon = await daemonAt(address, start);
    await askToClear(daemon, { allowClear: values["allow-clear"], milliseconds: values.timeout });
    return await fuzzRun({ ...shared, address: () => address, pid: () => undefined, crash: () => undefined });
  }
  const daemon = await startDaemon(values.command ?? [], start);
  try {
    return await fuzzRun({ ...shared, address: daemon.address, pid: daemon.pid, crash: daemon.crash });
  } finally {
    await daemon.stop();
  }
}

function progress(sent: number, runs: number, { stderr }: Surroundings): void {
  if (stderr.isTTY !== true) return;
  const line = `${grouped(sent)} of ${grouped(runs)} frames`;
  stderr.write(overwriting(sent >= runs ? "" : line, stderr));
}

function report(fuzzed: Fuzzed, line: FuzzLine, seed: number, { stdout }: Surroundings): ExitCode {
  const { sent, states, finding, problems, memory } = fuzzed;
  const { values } = line;
  const again = commandAgain(fuzzTable, line, ["--seed", String(seed)]);
  const daemon = values.address === undefined ? (values.command ?? []).join(" ") : formatAddress(values.address);
  const out = values.out ?? `reports/fuzz/${seed}.yaml`;
  if (finding !== null) {
    makeFolder(dirname(out));
    const at = new Date().toISOString().slice(0, 10);
    writeFileSync(out, candidate(finding, { daemon, seed, command: again, at }));
  }
  const found =
    finding === null
      ? null
      : {
          hex: finding.bytes.toString("hex"),
          says: finding.says,
          expected: finding.expected.state,
          seen: finding.seen.state,
          clause: finding.expected.clause,
          candidate: out,
        };
  if (values.json)
    stdout.write(`${JSON.stringify({ version: 1, daemon, seed, sent, states, found, problems, memory }, null, 2)}\n`);
  else {
    stdout.write(
      `${daemon}, seed ${seed}: ${sent} frames, ${states.answered} answered, ${states.closed} closed, ${states.waits} waited on, ${states.open} left open by the clauses\n`,
    );
    for (const problem of problems) stdout.write(`${problem}\n`);
    if (found !== null) {
      stdout.write(
        `${found.clause}: ${clauseSentence(found.clause)}\n  ${found.seen} where it is to be ${found.expected}: ${found.hex}\n`,
      );
      for (const each of found.says) stdout.write(`  ${each}\n`);
      stdout.write(`  written to ${out}\nagain: ${again}\n`);
    }
  }
  if (found !== null || problems.length > 0) return EXIT.diverged;
  return sent > 0 && states.answered + states.closed + states.waits > 0 ? EXIT.ok : EXIT.unmeasured;
}
