// `coordinate-conformance run`, also `verify`: goldens against a daemon, or against recorded replies of one.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { type Command, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { loadGoldens } from "../golden/load.ts";
import type { CompareLevel } from "../judge/difference.ts";
import { printReports } from "../report/print.ts";
import { createProgress } from "../report/progress.ts";
import { exitCodeOf, type Result, type Run } from "../result.ts";
import { openControl } from "../run/isolate.ts";
import { livePlayer, realClock } from "../run/live.ts";
import type { Player } from "../run/player.ts";
import { recordedPlayer, recordingPlayer } from "../run/recorded.ts";
import { runGoldens, unmeasuredRun } from "../run/run.ts";
import { selectCases } from "../run/select.ts";
import { addressTarget, commandTarget, type Target, TargetError } from "../target/target.ts";
import { findPeer, TRANSCRIPTS } from "../transcripts.ts";
import { describeSource, parseRunArguments, RUN_HELP, type RunArguments, runAgain } from "./run-arguments.ts";

export const run: Command = {
  name: "run",
  summary: "verify a daemon against the goldens",
  help: RUN_HELP,
  run: runCommand,
};

/** The same under the word that the job is known by. */
export const verify: Command = { ...run, name: "verify", summary: "the same as run" };

async function runCommand(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const args = parseRunArguments(argv);
  const peer = args.peer === undefined ? undefined : findPeer(args.peer);
  if (peer !== undefined && args.compare !== undefined && args.compare !== peer.compare) {
    throw new UsageError(`the divergences of ${peer.name} are listed at level ${peer.compare}, not ${args.compare}`);
  }
  const fresh = args.fresh || (peer?.fresh === true && args.source.kind === "command");
  const compare: CompareLevel = args.compare ?? peer?.compare ?? "ordered";
  const all = loadGoldens(args.transcripts ?? TRANSCRIPTS).map(withShownFile);
  const selection = selectCases(all, args.patterns, args.skips);
  const progress = createProgress(around.stderr, selection.run.length);
  const options = {
    goldens: selection.run,
    skipped: selection.skip,
    all,
    compare,
    peer,
    signal: around.signal,
    onResult: (result: Result) => progress.tell(result),
  };
  const measured = await withPlayer({ ...args, fresh }, around.signal, async (player) => {
    if (args.saveReplies === undefined) return await runGoldens({ ...options, player });
    const recorder = recordingPlayer(player, new Date());
    const found = await runGoldens({ ...options, player: recorder });
    writeFileSync(args.saveReplies, recorder.text());
    return found;
  }).catch((error: unknown) => {
    if (error instanceof TargetError) return unmeasuredRun(options, describeSource(args), error.message);
    throw error;
  });
  progress.done();
  printReports(measured, { ...args, goldens: all }, (id) => runAgain(args, id), around);
  return exitCodeOf(measured);
}

/** Opens what shall be measured, and closes it whatever happens. */
async function withPlayer(
  args: RunArguments,
  signal: AbortSignal,
  use: (player: Player) => Promise<Run>,
): Promise<Run> {
  if (args.source.kind === "replies") return use(recordedPlayer(args.source.file));
  const start = { milliseconds: args.startMilliseconds, signal };
  const { source } = args;
  const target =
    source.kind === "command" ? await commandTarget(source.command, start) : await addressTarget(source.address, start);
  try {
    await refuseToClear(target, args);
    const player = livePlayer(target, {
      clock: realClock,
      stepMilliseconds: args.stepMilliseconds,
      fresh: args.fresh,
      signal,
    });
    try {
      return await use(player);
    } finally {
      player.close();
    }
  } finally {
    await target.stop();
  }
}

/** Each case starts with clear(): a daemon that somebody uses must not lose its work by mistake. */
async function refuseToClear(target: Target, { allowClear, stepMilliseconds }: RunArguments): Promise<void> {
  if (target.owned || allowClear) return;
  const control = await openControl(target, stepMilliseconds);
  const specs = await control.workSpecs();
  control.close();
  if (specs?.length === 0) return;
  const holds =
    specs === undefined
      ? "does not tell whether it holds work specs"
      : `holds ${specs.length} work specs (${specs.slice(0, 3).join(", ")}${specs.length > 3 ? ", ..." : ""})`;
  throw new UsageError(
    `${target.name} ${holds}, and this suite clears what it tests; pass --allow-clear if they may be lost`,
  );
}

/** Reports name files as seen from here. */
function withShownFile(golden: Golden): Golden {
  return { ...golden, file: relative("", golden.file) };
}
