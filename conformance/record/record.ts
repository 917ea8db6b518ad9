// Records all goldens: sessions of the real Python tests, recorded twice, and the raw cases. Each is played back and
// must not differ. Files are written by files.ts.

import type { Daemon } from "../client/daemon.ts";
import { openControl } from "../client/isolate.ts";
import type { Golden, Provenance } from "../golden/format.ts";
import { parseGolden } from "../golden/load.ts";
import { formatGolden } from "../golden/write.ts";
import { runCase } from "../run/case.ts";
import { livePlayer, realClock } from "../run/live.ts";
import { deriveSteps } from "./derive.ts";
import { machineDataIn } from "./machine.ts";
import type { PythonSessions } from "./python-sessions.ts";
import { flakyOf, goldenIds, requiresOf, titleOf, WORKER_TEST } from "./python-tests.ts";
import type { RawCase } from "./raw/definition.ts";
import { recordRawCase } from "./raw/record.ts";
import { reduceWorkerSession } from "./reduce.ts";
import { type Session, SessionError } from "./session.ts";

/** A newly recorded golden, with the content of its file. */
export type Fresh = { readonly golden: Golden; readonly text: string };

export type Recording = {
  readonly daemon: Daemon;
  /** Name and version of the daemon, for the provenance. */
  readonly daemonName: string;
  /** Date of the recording, YYYY-MM-DD. */
  readonly at: string;
  readonly stepMilliseconds: number;
  /** Whether to record the golden with this id. */
  readonly wanted: (id: string) => boolean;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Waits long enough that times in whole seconds differ between two recordings. */
  readonly pause: () => Promise<void>;
};

const COMMAND = "coordinate-conformance record";

/** Records the Python tests twice and derives the goldens. @param run runs them once: recordPython() with arguments */
export async function recordSessions(recording: Recording, run: () => Promise<PythonSessions>): Promise<Fresh[]> {
  recording.say("recording the Python tests");
  const first = await run();
  await recording.pause();
  recording.say(`recorded ${first.sessions.length} sessions; recording them again, to see what varies`);
  const second = await run();
  const { client } = first;
  const ids = goldenIds(first.sessions.map(({ test }) => test));
  const fresh: Fresh[] = [];
  for (const session of first.sessions) {
    const id = ids.get(session.test) ?? "";
    if (!recording.wanted(id)) continue;
    const again = second.sessions.find(({ test }) => test === session.test);
    if (again === undefined) throw new SessionError("unlike", `${session.test} was in the first recording only`);
    fresh.push(await toGolden(recording, { id, session, again, client }));
  }
  return fresh;
}

type Pair = { readonly id: string; readonly session: Session; readonly again: Session; readonly client: string };

async function toGolden(recording: Recording, { id, session, again, client }: Pair): Promise<Fresh> {
  const title = titleOf(session.test, session.title);
  const requires = requiresOf(session.test, session.requires);
  if (session.test === WORKER_TEST) {
    const steps = reduceWorkerSession(session);
    return recordDefinition(recording, { id, title, requires, steps }, `${client}, without host data`);
  }
  const recorded = provenance(recording, client);
  const flaky = flakyOf(session.test);
  return fresh(id, formatGolden({ title, requires, flaky, recorded, steps: deriveSteps(session, again) }));
}

/** Records one raw case. @throws RecordError if the daemon does not answer as the definition says */
export async function recordDefinition(recording: Recording, definition: RawCase, client: string): Promise<Fresh> {
  const { daemon, stepMilliseconds, signal } = recording;
  const control = await openControl(daemon, stepMilliseconds);
  await control.isolate([]);
  control.close();
  const options = { connect: daemon.connect, clock: realClock, stepMilliseconds, signal };
  return fresh(definition.id, await recordRawCase(definition, provenance(recording, client), options));
}

/** Replays the goldens. @throws SessionError for the first difference, or for data that identifies this machine */
export async function verify(recording: Recording, all: readonly Fresh[]): Promise<void> {
  const { daemon, stepMilliseconds, signal } = recording;
  recording.say(`playing ${all.length} goldens back`);
  const player = livePlayer(daemon, { clock: realClock, stepMilliseconds, fresh: false, signal });
  try {
    for (const { golden } of all) {
      const [told] = machineDataIn(golden);
      if (told !== undefined)
        throw new SessionError("machine", `nothing is recorded: ${told} would tell about this machine`);
      const { outcome, differences, reason } = await runCase(golden, { player, compare: "bytes", signal });
      if (outcome === "passed") continue;
      const [difference] = differences;
      if (difference === undefined) throw new SessionError("unlike", `nothing is recorded: ${golden.id}: ${reason}`);
      const { step, path, kind, expected, got } = difference;
      const what = `step ${step} ${path} ${kind}: recorded ${expected}, played back ${got}`;
      throw new SessionError("unlike", `nothing is recorded: ${golden.id} differs when it is played back, ${what}`);
    }
  } finally {
    player.close();
  }
}

const provenance = ({ daemonName, at }: Recording, client: string): Provenance => ({
  daemon: daemonName,
  client,
  command: COMMAND,
  at,
});

/** Parses the text at once, so that a golden that the loader rejects is not written. */
const fresh = (id: string, text: string): Fresh => ({ golden: parseGolden(id, `${id}.yaml`, text), text });
