// Opens what shall be measured: players on a daemon at an address, on daemons started from a command line, or on a recording.

import type { Address } from "../client/address.ts";
import { openControl } from "../client/isolate.ts";
import { askToClear } from "../client/permission.ts";
import { addressTarget, commandTarget, type Target } from "../client/target.ts";
import type { Golden } from "../golden/format.ts";
import { type LivePlayer, livePlayer, realClock } from "./live.ts";
import type { Player } from "./player.ts";
import { recordedPlayer } from "./recorded.ts";
import { waitsOf } from "./run.ts";

/** Where the replies come from. */
export type Source =
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "command"; readonly command: readonly string[] }
  | { readonly kind: "replies"; readonly file: string };

export type SourceOptions = {
  readonly source: Source;
  /** The cases to come: with none that waits, one daemon is as good as several. */
  readonly goldens: readonly Golden[];
  /** At most so many daemons of a command at once. */
  readonly jobs: number;
  readonly fresh: boolean;
  readonly allowClear: boolean;
  readonly stepMilliseconds: number;
  readonly startMilliseconds: number;
};

/**
 * Opens, uses, and closes whatever happens.
 * @throws TargetError when nothing could be started; UsageError when the daemon must not be cleared
 */
export async function withPlayers<Found>(
  options: SourceOptions,
  signal: AbortSignal,
  use: (players: readonly Player[]) => Promise<Found>,
): Promise<Found> {
  const { source } = options;
  if (source.kind === "replies") return use([recordedPlayer(source.file)]);
  const targets = source.kind === "command" ? await startAll(source.command, options, signal) : [];
  try {
    if (source.kind === "address") {
      const target = await addressTarget(source.address, { milliseconds: options.startMilliseconds, signal });
      targets.push(target);
      await askToClear(target, { allowClear: options.allowClear, milliseconds: options.stepMilliseconds });
    }
    return await play(targets, options, signal, use);
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
  }
}

async function play<Found>(
  targets: readonly Target[],
  { stepMilliseconds, fresh }: SourceOptions,
  signal: AbortSignal,
  use: (players: readonly Player[]) => Promise<Found>,
): Promise<Found> {
  const players: LivePlayer[] = targets.map((target) =>
    livePlayer(target, { clock: realClock, stepMilliseconds, fresh, signal }),
  );
  try {
    return await use(players);
  } finally {
    for (const player of players) player.close();
  }
}

/** One daemon, and more of them as far as that helps, they start beside it, and they are daemons apart. */
async function startAll(command: readonly string[], options: SourceOptions, signal: AbortSignal): Promise<Target[]> {
  const { goldens, jobs, fresh, startMilliseconds: milliseconds } = options;
  const first = await commandTarget(command, { milliseconds, signal });
  const waiting = goldens.filter((golden) => waitsOf(golden) > 0).length;
  const useful = fresh ? goldens.length : waiting + Math.min(waiting, 1);
  const others = Array.from({ length: Math.min(jobs, useful) - 1 }, () =>
    commandTarget(command, { milliseconds, signal }),
  );
  const started = await Promise.allSettled(others);
  const more = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const shared = () => shareState(first, more, options.stepMilliseconds).catch(() => true);
  if (await shared()) {
    await Promise.all(more.map((target) => target.stop()));
    return [first];
  }
  return [first, ...more];
}

/**
 * Whether a work spec of the first daemon shows in another one, as with a common database: then one must do. Nothing is
 * cleared: after clear() the Python daemon hands out no work any more.
 */
async function shareState(first: Target, more: readonly Target[], milliseconds: number): Promise<boolean> {
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
