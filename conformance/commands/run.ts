// `coordinate-conformance run`, also `verify`: goldens against a daemon, or against recorded replies of one.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { type Command, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { findGoldens, type GoldenFile, readGolden } from "../golden/load.ts";
import type { CompareLevel } from "../judge/difference.ts";
import { printReports } from "../report/print.ts";
import { createProgress } from "../report/progress.ts";
import { exitCodeOf, type Result } from "../result.ts";
import { createRecorder } from "../run/recorded.ts";
import { runGoldens, SANITY_CASE, unmeasuredRun } from "../run/run.ts";
import { selectCases } from "../run/select.ts";
import { withPlayers } from "../run/source.ts";
import { TargetError } from "../target/target.ts";
import { findPeer, TRANSCRIPTS } from "../transcripts.ts";
import { describeSource, parseRunArguments, RUN_HELP, runAgain } from "./run-arguments.ts";

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
  const found = findGoldens(args.transcripts ?? TRANSCRIPTS);
  const selection = selectCases(found, args.patterns, args.skips);
  const progress = createProgress(around.stderr, selection.run.length);
  const options = {
    goldens: selection.run.map(read),
    skipped: selection.skip.map(read),
    sanity: found.filter(({ id }) => id === SANITY_CASE).map(read)[0],
    ids: found.map(({ id }) => id),
    compare,
    peer,
    signal: around.signal,
    onResult: (result: Result) => progress.tell(result),
  };
  const measured = await withPlayers({ ...args, fresh, goldens: options.goldens }, around.signal, async (players) => {
    const recorder = createRecorder(describeSource(args), new Date());
    const run = await runGoldens({ ...options, players: players.map(recorder.wrap) });
    if (args.saveReplies !== undefined) writeFileSync(args.saveReplies, recorder.text());
    return run;
  }).catch((error: unknown) => {
    if (error instanceof TargetError) return unmeasuredRun(options, describeSource(args), error.message);
    throw error;
  });
  progress.done();
  printReports(measured, { ...args, goldens: () => found.map(read) }, (id) => runAgain(args, id), around);
  return exitCodeOf(measured);
}

/** Reports name files as seen from here. */
function read({ id, file }: GoldenFile): Golden {
  return readGolden({ id, file: relative("", file) });
}
