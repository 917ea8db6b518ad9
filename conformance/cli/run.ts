// `coordinate-conformance run`, also `verify`: plays goldens to a daemon, or judges recorded replies.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { cacheFolder } from "../cache-folder.ts";
import type { Child } from "../client/command.ts";
import { DaemonError } from "../client/daemon.ts";
import type { FirstCall } from "../client/first-call.ts";
import { type ExitCode, type Output, type Surroundings, UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { type GoldenFile, readGolden } from "../golden/load.ts";
import type { CompareLevel } from "../judge/difference.ts";
import type { ExpectFile } from "../judge/expect-file.ts";
import { GOLDENS, KILL_MATRIX, PROTOCOL } from "../package-files.ts";
import { withListsInOrder } from "../peers/listed-order.ts";
import { withoutTracebacks } from "../peers/tracebacks.ts";
import { readOutcomes } from "../proof/mutants/outcome.ts";
import type { Feature, Tier } from "../protocol/clauses.ts";
import { type Demand, demandOf } from "../protocol/demand.ts";
import { allClauses } from "../protocol/protocol.ts";
import { parseSteps } from "../protocol/steps.ts";
import { guideText } from "../report/guide.ts";
import { playedText } from "../report/played.ts";
import { totalsText } from "../report/pretty.ts";
import { prepareFile, prepareReports, printReports } from "../report/print.ts";
import { createProgress } from "../report/progress.ts";
import { painter, shortenTo, wantsColour } from "../report/style.ts";
import { guided } from "../run/guide.ts";
import { noteFailed, readFailed } from "../run/last-failed.ts";
import { changedPlayer, type Player } from "../run/player.ts";
import { createRecorder, repliesOf } from "../run/recorded.ts";
import { exitCodeOf, isWithin, isWrong, type Result } from "../run/result.ts";
import { firstFailed, runGoldens, SANITY_CASE, unmeasuredRun } from "../run/run.ts";
import { scoredBy } from "../run/scored.ts";
import { selectCases, traitsOf } from "../run/select.ts";
import { type Source, withPlayers } from "../run/source.ts";
import { casesOf } from "./cases-of.ts";
import { expectedOf, writeExpect, writePeer } from "./expected.ts";
import { runTable } from "./options/run.ts";
import { describeSource, sourceOf } from "./source.ts";
import { commandAgain } from "./table/again.ts";
import type { Line } from "./table/parse.ts";
import { changeOf, filesOf } from "./watch.ts";

type RunLine = Line<typeof runTable.groups>;

/** @param first the daemon's process if it has been started, see early.ts */
export async function run(line: RunLine, around: Surroundings, first?: Promise<Child>): Promise<ExitCode> {
  const { values, rest } = line;
  if (!values.watch) return await runOnce(line, around, first);
  const files = filesOf(rest ?? []);
  if (files.length === 0) throw new UsageError("--watch needs a command after -- that names a file, to see it change");
  for (;;) {
    const code = await runOnce(line, around);
    if (around.signal.aborted) return code;
    around.stdout.write(`waiting for a change of ${files.join(", ")}\n`);
    await changeOf(files, around.signal);
    if (around.signal.aborted) return code;
  }
}

async function runOnce(line: RunLine, around: Surroundings, first?: Promise<Child>): Promise<ExitCode> {
  const { values, given } = line;
  const { source, jobs } = sourceOf(values);
  prepareReports(values.report);
  if (values["save-replies"] !== undefined) prepareFile(values["save-replies"]);
  const { listed, expect } = expectedOf(values);
  const compare: CompareLevel = values.compare ?? expect?.compare ?? "ordered";
  if (values.fix && values.suite !== undefined)
    throw new UsageError("--fix needs all cases as they are, and no --suite");
  const { suite, files: found, read } = casesOf(values, readHere);
  const memory = failedFile(source, values.goldens ?? GOLDENS, around.env);
  const { run: selected, skip } = selectCases(found, values.cases, values.skip, (file) => traitsOf(read(file)));
  const selection = { run: values.failed ? failedIn(selected, memory, around.stderr) : selected, skip };
  const progress = createProgress(around.stderr, selection.run.length);
  const { without = [], errors, require } = values;
  if (source.kind === "address" && expect?.clearBreaks === true) {
    throw new UsageError(
      `clear() breaks ${expect.name} for good, and each case begins with it: give its command instead`,
    );
  }
  const isShared = source.kind === "address" && expect?.fresh === true;
  const [wanted, absent] = splitBy(selection.run.map(read), (golden) =>
    isOffered(suite?.find(golden.id) ?? demandOf(golden.requires), without),
  );
  const [offered, needsFresh] = splitBy(wanted, (golden) => !(isShared && golden.seesWorkers));
  const before = new Set(values.watch ? readFailed(memory) : []);
  const steps = values.guide ? parseSteps(readFileSync(PROTOCOL, "utf8"), allClauses().values()) : [];
  const { asked, above } = withinTier(values.guide ? require : undefined, offered);
  const order = values.guide ? guided(asked, steps) : [];
  // Cases are not played together with --vary, which splits what is sent, nor with --bail, which needs failures in order.
  const together = !values.guide && !values.vary && values.bail === undefined;
  const options = {
    goldens: values.guide
      ? order.map(({ golden }) => golden)
      : offered.toSorted((a, b) => Number(before.has(b.id)) - Number(before.has(a.id))),
    skipped: [...absent, ...needsFresh, ...above, ...selection.skip.map(read)],
    needsFresh,
    without,
    errors,
    require,
    bail: values.guide ? 1 : values.bail,
    together,
    // --guide starts with cases that are more basic than the sanity case.
    sanity: values.guide ? undefined : found.filter(({ id }) => id === SANITY_CASE).map(read)[0],
    ids: found.map(({ id }) => id),
    compare,
    vary: values.vary === true,
    expect,
    signal: around.signal,
    onResult: (result: Result) => {
      progress.tell(result);
      if (values.watch && isWrong(result))
        around.stdout.write(`${shortenTo(`${result.case}  ${result.reason}`, around.stdout.columns ?? 200)}\n`);
    },
  };
  const fresh = values.fresh || (expect?.fresh === true && source.kind === "command");
  const started = fresh && source.kind === "command" ? await quicker(source, around) : source;
  const played = {
    source: started,
    first,
    jobs: values.guide ? 1 : jobs,
    fresh,
    goldens: options.goldens,
    together,
    allowClear: values["allow-clear"],
    stepMilliseconds: values.timeout,
    startMilliseconds: values["start-timeout"],
    // Somebody who writes a daemon waits for it, and it starts fast.
    acceptedMilliseconds: values.guide && !given.some(({ name }) => name === "start-timeout") ? FIRST_REPLY : undefined,
  };
  let called: FirstCall | undefined;
  const saveReplies = values["save-replies"];
  const measured = await withPlayers(played, around.signal, async (players, more) => {
    const recorder = createRecorder(describeSource(source), new Date());
    const shown = (player: Player) => {
      const seen = expect === undefined ? player : seenAs(expect, player);
      const told = values.trace ? traced(seen, around.stderr) : seen;
      return saveReplies === undefined ? told : recorder.wrap(told);
    };
    if (values.guide) called = await players[0]?.firstCall?.();
    if (called?.fault !== undefined) return firstFailed(options, describeSource(source), called.fault.says);
    const run = await runGoldens({
      ...options,
      players: players.map(shown),
      more: async (count) => (await more(count)).map(shown),
    });
    if (saveReplies !== undefined) writeFileSync(saveReplies, repliesOf(recorder, saveReplies));
    return suite === undefined ? run : scoredBy(suite, run);
  }).catch((error: unknown) => {
    if (!(error instanceof DaemonError)) throw error;
    called = error.first;
    return unmeasuredRun(options, describeSource(source), error.message);
  });
  progress.done();
  noteFailed(memory, measured.results);
  if (values.fix && listed !== undefined) return await writePeer(listed, found.map(read), measured, around);
  const { "write-expect": written, reason } = values;
  if (written !== undefined)
    return await writeExpect(written, { listed, compare, reason }, found.map(read), measured, around);
  // The kill matrix applies only to the package's own goldens.
  const kills = () => (values.goldens === undefined ? readOutcomes(KILL_MATRIX) : []);
  const again = (id: string) => commandAgain(runTable, line, [id]);
  const selectors = [...values.cases, ...values.skip.flatMap((each) => ["--skip", each])];
  if (values.guide) {
    const guide = (...more: string[]) => commandAgain(runTable, line, ["--guide", ...selectors, ...more]);
    const commands = {
      again,
      guide: guide(),
      core: selectors.length > 0 || require !== undefined ? undefined : guide("tier:core"),
      without: (id: string) => guide("--skip", id),
      address: source.kind === "address" ? describeSource(source) : "HOST:PORT",
    };
    const paint = painter(wantsColour(around.stdout, around.env));
    around.stdout.write(guideText(steps, order, measured, called, commands, paint));
    return exitCodeOf(measured);
  }
  if (values.watch) {
    around.stdout.write(totalsText(measured));
    return exitCodeOf(measured);
  }
  const { report: reports, verbose } = values;
  const command = commandAgain(runTable, line, selectors);
  const shown = { reports, verbose, goldens: () => found.map(read), kills, command };
  await printReports(measured, shown, again, around);
  return exitCodeOf(measured);
}

/** How long `--guide` waits for the first reply of a daemon that accepts connections, in milliseconds. */
const FIRST_REPLY = 5_000;

/** The goldens up to a tier, and those above it. */
function withinTier(most: Tier | undefined, goldens: readonly Golden[]) {
  const [asked, above] = splitBy(
    goldens,
    ({ requires }) => most === undefined || isWithin(most, demandOf(requires).tier),
  );
  return { asked, above };
}

/** The cache file with the failed cases of the last run, by daemon, folder of goldens and working directory. */
function failedFile(source: Source, goldens: string, env: Surroundings["env"]): string {
  const what = JSON.stringify([resolve(""), resolve(goldens), source]);
  return join(cacheFolder(undefined, env), "failed", `${createHash("sha256").update(what).digest("hex")}.json`);
}

/**
 * `--failed`: those of the selected cases that failed last time, or all of them if none did.
 * @throws UsageError if there was no such run
 */
function failedIn(selected: readonly GoldenFile[], file: string, stderr: Output): readonly GoldenFile[] {
  const ids = readFailed(file);
  if (ids === undefined) throw new UsageError("--failed knows no run of this daemon from this folder");
  const failed = selected.filter(({ id }) => ids.includes(id));
  if (failed.length > 0) return failed;
  stderr.write(`no case${ids.length === 0 ? "" : " of these"} failed last time: all are run\n`);
  return selected;
}

/** The source with its command resolved once (see own-python.ts), for a daemon that is started many times. */
async function quicker(source: Extract<Source, { kind: "command" }>, around: Surroundings): Promise<Source> {
  const { bareCommand } = await import("./own-python.ts");
  return { ...source, started: await bareCommand(source.command, around) };
}

function isOffered({ features }: Pick<Demand, "features">, without: readonly Feature[]): boolean {
  return !features.some((feature) => without.includes(feature));
}

function splitBy<Each>(all: readonly Each[], isFirst: (each: Each) => boolean): [Each[], Each[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

/** The player, printing each case and its replies to stderr. */
function traced(player: Player, stderr: Output): Player {
  return changedPlayer(player, async (golden, play) => {
    const played = await play(golden);
    stderr.write(`${playedText(golden, played)}\n`);
    return played;
  });
}

/** The player, with its replies normalized as the expect file says: tracebacks cut, listings sorted. */
function seenAs({ cutsTracebacks, lists }: ExpectFile, player: Player): Player {
  const cut = cutsTracebacks ? withoutTracebacks(player) : player;
  return lists === undefined ? cut : withListsInOrder(cut);
}

/** Reads a golden with its path relative to the working directory, as reports print it. */
function readHere({ id, file }: GoldenFile): Golden {
  return readGolden({ id, file: relative("", file) });
}
