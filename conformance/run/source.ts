// Opens the source of replies: a daemon at an address, daemons started from a command line, or a file of recorded
// replies.

import type { Address } from "../client/address.ts";
import type { Child } from "../client/command.ts";
import { type Daemon, daemonAt, type StartOptions, startDaemon } from "../client/daemon.ts";
import { openControl } from "../client/isolate.ts";
import { askToClear } from "../client/permission.ts";
import type { Golden } from "../golden/format.ts";
import { type LivePlayer, livePlayer, realClock } from "./live.ts";
import type { Player } from "./player.ts";
import { recordedPlayer } from "./recorded.ts";
import { waits } from "./together/waits.ts";

/** The source of the replies. */
export type Source =
  | { readonly kind: "address"; readonly address: Address }
  /** `started`: an equivalent command line that starts faster, if known. */
  | { readonly kind: "command"; readonly command: readonly string[]; readonly started?: readonly string[] }
  | { readonly kind: "replies"; readonly file: string };

export type SourceOptions = {
  readonly source: Source;
  /** The first process of the command, if it has been started. */
  readonly first?: Promise<Child> | undefined;
  /** The cases to play. Without pauses in them, several daemons are no faster than one. */
  readonly goldens: readonly Golden[];
  /** Most daemons of a command to run in parallel. */
  readonly jobs: number;
  readonly fresh: boolean;
  /** Whether cases with pauses may share a daemon, so that few daemons suffice. */
  readonly together: boolean;
  readonly allowClear: boolean;
  readonly stepMilliseconds: number;
  readonly startMilliseconds: number;
  /** How long a daemon may take to reply once it accepts connections; by default as long. */
  readonly acceptedMilliseconds?: number | undefined;
};

/** Opens up to this many further daemons of the command; none if daemons share data. */
export type More = (count: number) => Promise<readonly Player[]>;

/**
 * Opens the players, passes them to `use`, and always closes them.
 * @throws DaemonError when no daemon could be started; UsageError when the daemon must not be cleared
 */
export async function withPlayers<Found>(
  options: SourceOptions,
  signal: AbortSignal,
  use: (players: readonly Player[], more: More) => Promise<Found>,
): Promise<Found> {
  const { source, jobs, stepMilliseconds, startMilliseconds: milliseconds, acceptedMilliseconds, fresh } = options;
  const none = () => Promise.resolve([]);
  if (source.kind === "replies") return use([recordedPlayer(source.file)], none);
  const daemons: Daemon[] = [];
  const players: LivePlayer[] = [];
  const open = (added: readonly Daemon[]) => {
    const opened = added.map((daemon) => livePlayer(daemon, { clock: realClock, stepMilliseconds, fresh, signal }));
    daemons.push(...added);
    players.push(...opened);
    return opened;
  };
  try {
    if (source.kind === "address") {
      const daemon = await daemonAt(source.address, { milliseconds, acceptedMilliseconds, signal });
      await askToClear(daemon, { allowClear: options.allowClear, milliseconds: stepMilliseconds });
      return await use(open([daemon]), none);
    }
    const first = open(await startAll(source, options, signal));
    const more: More = async (count) =>
      open(first.length < 2 ? [] : await startSome(source, Math.min(count, jobs - daemons.length), options, signal));
    return await use(first, more);
  } finally {
    for (const player of players) player.close();
    await Promise.all(daemons.map((daemon) => daemon.stop()));
  }
}

type CommandSource = Extract<Source, { kind: "command" }>;

const start = ({ command, started = command }: CommandSource, options: StartOptions) =>
  startDaemon(started, { ...options, name: command.join(" ") });

/**
 * Starts one daemon, and more if they are useful and do not share data. Those that did not start are done without, as where
 * only one can listen on another fixed port.
 * @throws DaemonError of the first when none has started
 */
async function startAll(source: CommandSource, options: SourceOptions, signal: AbortSignal): Promise<Daemon[]> {
  const { jobs, startMilliseconds: milliseconds, acceptedMilliseconds, first: started } = options;
  const count = Math.max(Math.min(jobs, usefulDaemons(options)), 1);
  const starting = Array.from({ length: count }, (_, i) =>
    start(source, { milliseconds, acceptedMilliseconds, signal, child: i === 0 ? started : undefined }),
  );
  const [first, ...more] = await startedOf(starting);
  if (first === undefined) return await Promise.all(starting);
  const shared = () => shareState(first, more, options.stepMilliseconds).catch(() => true);
  if (await shared()) {
    await Promise.all(more.map((daemon) => daemon.stop()));
    return [first];
  }
  return [first, ...more];
}

/** How many daemons are useful. If cases with pauses share a daemon, a second one plays other cases meanwhile. */
function usefulDaemons({ goldens, fresh, together }: SourceOptions): number {
  if (fresh) return goldens.length;
  const waiting = goldens.filter(waits).length;
  if (!together) return waiting + Math.min(waiting, 1);
  return waiting > 1 || goldens.length > FEW_CASES ? 2 : 1;
}

/** With fewer cases the run would end before a second daemon has started. */
const FEW_CASES = 100;

/** Starts this many daemons, and returns those that did start. */
async function startSome(
  source: CommandSource,
  count: number,
  { startMilliseconds: milliseconds }: SourceOptions,
  signal: AbortSignal,
): Promise<Daemon[]> {
  return await startedOf(Array.from({ length: Math.max(count, 0) }, () => start(source, { milliseconds, signal })));
}

async function startedOf(starting: readonly Promise<Daemon>[]): Promise<Daemon[]> {
  const started = await Promise.allSettled(starting);
  return started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/**
 * Whether a work spec of the first daemon is visible in another one, as with a common database; then only one can be
 * used. Does not call clear(), after which the Python daemon hands out no work any more.
 */
async function shareState(first: Daemon, more: readonly Daemon[], milliseconds: number): Promise<boolean> {
  const [other] = more;
  if (other === undefined) return false;
  const [a, b] = await Promise.all([openControl(first, milliseconds), openControl(other, milliseconds)]);
  await a.addProbe();
  const seen = await b.workSpecs();
  await a.removeProbe();
  a.close();
  b.close();
  return seen === undefined || seen.length > 0;
}
