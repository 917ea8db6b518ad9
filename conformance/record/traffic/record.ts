// Records a program as a golden: runs it once or twice, each time on a cleared daemon, then plays the golden back.

import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Daemon } from "../../client/daemon.ts";
import { counted } from "../../counted.ts";
import type { Provenance } from "../../golden/format.ts";
import { makeFolder } from "../../make-folder.ts";
import { runCase } from "../../run/case.ts";
import { livePlayer, realClock } from "../../run/live.ts";
import type { Turn } from "../../traffic/turn.ts";
import { SessionError } from "../session.ts";
import { goldenOfTraffic, type TrafficGolden } from "./golden.ts";

export type ProgramRecording = {
  readonly id: string;
  readonly title: string;
  readonly daemon: Daemon;
  readonly recorded: Provenance;
  /** Runs the program only once; values that vary are then found by rules alone. */
  readonly once: boolean;
  readonly redact: readonly string[];
  /** One run of the program; see recordProgram(). */
  readonly run: () => Promise<readonly Turn[]>;
  /** Waits long enough that times in whole seconds differ between two runs. */
  readonly pause: () => Promise<void>;
  readonly stepMilliseconds: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/** @throws SessionError if the traffic cannot become a golden, or the recorded daemon fails the golden on replay */
export async function recordAsGolden(recording: ProgramRecording): Promise<TrafficGolden> {
  const { id, title, recorded, daemon, once, redact, say } = recording;
  const turns = await recording.run();
  let again: readonly Turn[] | undefined;
  if (!once) {
    say(`recorded ${counted(turns.length, "call")}; running it again, to see what varies`);
    if (daemon.owned) await daemon.restart();
    await recording.pause();
    again = await recording.run();
  }
  const made = goldenOfTraffic({ id, title, recorded, turns, again, redact });
  if (daemon.owned) await playBack(made, recording);
  else say("not played back: the daemon is not this tool's to empty");
  return made;
}

async function playBack({ golden }: TrafficGolden, recording: ProgramRecording): Promise<void> {
  const { daemon, stepMilliseconds, signal, say } = recording;
  say(`playing ${counted(golden.steps.length, "step")} back`);
  await daemon.restart();
  const player = livePlayer(daemon, { clock: realClock, stepMilliseconds, fresh: false, signal });
  try {
    const { outcome, reason } = await runCase(golden, { player, compare: "bytes", signal });
    if (outcome !== "passed")
      throw new SessionError("unlike", `nothing is written: it differs when it is played back, ${reason}`);
  } finally {
    player.close();
  }
}

/** Writes a golden below a folder, readable by the user only unless `shared`. @returns the path of the file */
export function writePrivately(folder: string, { golden, text }: TrafficGolden, shared: boolean): string {
  const file = join(folder, `${golden.id}.yaml`);
  const parent = dirname(file);
  makeFolder(parent, shared ? 0o755 : 0o700);
  writeFileSync(file, text, { mode: shared ? 0o644 : 0o600 });
  // Writing to an existing file does not change its mode.
  chmodSync(file, shared ? 0o644 : 0o600);
  return file;
}
