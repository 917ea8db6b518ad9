// Runs the real Python tests through the recording proxy, each on a daemon without data of earlier tests.

import type { Daemon } from "../client/daemon.ts";
import { type Control, openControl } from "../client/isolate.ts";
import { unlocksOf } from "../golden/unlocks.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { runPytest } from "../python/pytest.ts";
import { realClock } from "../run/live.ts";
import { exchangesByPort } from "../traffic/exchange.ts";
import { startProxy } from "../traffic/proxy.ts";
import { collectSessions, type Session, SessionError } from "./session.ts";

export type PythonRecording = {
  readonly daemon: Pick<Daemon, "connect" | "name">;
  readonly interpreter: Interpreter;
  /** Folder of the installed packages, from prepareEnvironment(). */
  readonly packages: string;
  /** Folder of another client version, from prepareClient(); undefined for the pinned one. */
  readonly client: string | undefined;
  /** Arguments of pytest: modules, paths or MODULE::TEST. */
  readonly tests: readonly string[];
  readonly stepMilliseconds: number;
  readonly env: Record<string, string | undefined>;
  readonly signal: AbortSignal;
};

export type PythonSessions = { readonly sessions: readonly Session[]; readonly client: string };

/** @throws SessionError code `failed` if a test fails or pytest exits with an error */
export async function recordPython(recording: PythonRecording): Promise<PythonSessions> {
  const { daemon, stepMilliseconds } = recording;
  const exchanges = exchangesByPort();
  const proxy = await startProxy({ connect: daemon.connect, now: realClock.now, watch: exchanges.watch });
  const collector = collectSessions(exchanges.take);
  let control: Control | undefined;
  try {
    const cleared = await openControl(daemon, stepMilliseconds);
    control = cleared;
    const fresh = async () => {
      const empty = await cleared.isolate(unlocksOf(sentIn(collector.sessions.at(-1))));
      if (!empty) throw new SessionError("failed", `${daemon.name} does not answer to clear() and list_worker_modes()`);
      return proxy.address;
    };
    const ending = await runPytest({ ...recording, daemon: { fresh }, keyword: undefined, wipe: false }, (event) =>
      collector.handle(event),
    );
    if (ending.failure !== undefined) throw ending.failure;
    const [failure, ...more] = collector.failures;
    if (failure !== undefined) {
      const others = more.length === 0 ? "" : `, and ${more.length} more did not pass`;
      throw new SessionError("failed", `nothing is recorded from a failed run: ${failure}${others}`);
    }
    if (ending.status !== 0 || ending.stopped !== undefined) {
      const how = ending.stopped ?? `ended with status ${ending.status ?? "unknown"}`;
      throw new SessionError("failed", `nothing is recorded: pytest ${how}:\n${ending.output}`);
    }
    return { sessions: collector.sessions, client: collector.client() ?? "an unknown client" };
  } finally {
    control?.close();
    proxy.close();
  }
}

function sentIn(session: Session | undefined): Uint8Array[] {
  return (session?.steps ?? []).flatMap((step) => (step.kind === "wait" ? [] : [step.send]));
}
