// `coordinate-conformance run`, also `verify`: goldens against a daemon, or against recorded replies of one.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { TargetError } from "../client/target.ts";
import { type Command, EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { findGoldens, type GoldenFile, readGolden } from "../golden/load.ts";
import type { CompareLevel } from "../judge/difference.ts";
import type { Peer } from "../judge/known.ts";
import { GOLDENS, KILL_MATRIX } from "../package-files.ts";
import { classifierFor } from "../peers/classifiers.ts";
import { findPeer } from "../peers/find.ts";
import { fixed } from "../peers/fix.ts";
import { withListsInOrder } from "../peers/listed-order.ts";
import { withoutTracebacks } from "../peers/tracebacks.ts";
import { readFates } from "../proof/mutants/fate.ts";
import { printReports } from "../report/print.ts";
import { createProgress } from "../report/progress.ts";
import type { Player } from "../run/player.ts";
import { createRecorder } from "../run/recorded.ts";
import { exitCodeOf, type Result, type Run } from "../run/result.ts";
import { runGoldens, SANITY_CASE, unmeasuredRun } from "../run/run.ts";
import { selectCases } from "../run/select.ts";
import { withPlayers } from "../run/source.ts";
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
  const listed = args.peer === undefined ? undefined : findPeer(args.peer);
  const peer = listed === undefined || !args.fix ? listed : { ...listed, known: [] };
  if (peer !== undefined && args.compare !== undefined && args.compare !== peer.compare) {
    throw new UsageError(`the divergences of ${peer.name} are listed at level ${peer.compare}, not ${args.compare}`);
  }
  const fresh = args.fresh || (peer?.fresh === true && args.source.kind === "command");
  const compare: CompareLevel = args.compare ?? peer?.compare ?? "ordered";
  const found = findGoldens(args.transcripts ?? GOLDENS);
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
    const seen = peer === undefined ? players : players.map((player) => seenAs(peer, player));
    const run = await runGoldens({ ...options, players: seen.map(recorder.wrap) });
    if (args.saveReplies !== undefined) writeFileSync(args.saveReplies, recorder.text());
    return run;
  }).catch((error: unknown) => {
    if (error instanceof TargetError) return unmeasuredRun(options, describeSource(args), error.message);
    throw error;
  });
  progress.done();
  if (args.fix && listed !== undefined) return writeList(listed, found.map(read), measured, around);
  // The kill matrix is that of the package's own goldens.
  const kills = () => (args.transcripts === undefined ? readFates(KILL_MATRIX) : []);
  printReports(measured, { ...args, goldens: () => found.map(read), kills }, (id) => runAgain(args, id), around);
  return exitCodeOf(measured);
}

/** A player of a peer, its replies without what its list says is not compared. */
function seenAs({ cutsTracebacks, lists }: Peer, player: Player): Player {
  const cut = cutsTracebacks ? withoutTracebacks(player) : player;
  return lists === undefined ? cut : withListsInOrder(cut);
}

/** `--fix`: the peer's list as this run has it. */
function writeList(peer: Peer, goldens: readonly Golden[], measured: Run, { stdout, stderr }: Surroundings): ExitCode {
  const unmeasured = measured.results.find(({ outcome }) => outcome !== "passed" && outcome !== "diverged");
  if (unmeasured !== undefined) {
    const why = `${unmeasured.case} was not measured: ${unmeasured.reason ?? "no reason is known"}`;
    stderr.write(`coordinate-conformance run: ${why}; the list stays as it is\n`);
    return EXIT.unmeasured;
  }
  const { text, listed, unexplained } = fixed(peer, classifierFor(peer.name), goldens, measured.results);
  writeFileSync(peer.file, text);
  stdout.write(`${peer.file}: ${listed} differences are listed\n`);
  for (const line of unexplained) stdout.write(`no point explains ${line}\n`);
  return unexplained.length === 0 ? EXIT.ok : EXIT.diverged;
}

/** Reports name files as seen from here. */
function read({ id, file }: GoldenFile): Golden {
  return readGolden({ id, file: relative("", file) });
}
