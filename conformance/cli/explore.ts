// `coordinate-conformance explore`: differential testing of two live daemons with random sessions.
import { join } from "node:path";
import { cacheFolder } from "../cache-folder.ts";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { type Declared, declaredAnswers } from "../explore/declared.ts";
import { type Explored, exploreDaemons, type Found } from "../explore/explore.ts";
import { linesOf } from "../explore/lines.ts";
import { isPath } from "../explore/pool.ts";
import { save } from "../explore/saved.ts";
import { findPeer, rulesOf } from "../peers/find.ts";
import type { Action } from "./command.ts";
import { promote, replaySaved } from "./explore-saved.ts";
import { withDaemons } from "./explored-daemons.ts";
import type { exploreTable } from "./options/explore.ts";
import { shellLine } from "./table/again.ts";
import type { Line } from "./table/parse.ts";

export const explore: Action<typeof exploreTable> = async (line, around) => {
  const { values } = line;
  const folder = values.save ?? join(cacheFolder(undefined, around.env), "explored");
  const { replay: replayed, promote: promoted, to } = values;
  if ((to !== undefined || values.requires !== undefined) && promoted === undefined)
    throw new UsageError("--to and --requires go with --promote ID");
  if (replayed !== undefined && promoted !== undefined) throw new UsageError("either --replay or --promote");
  if (replayed !== undefined) return await replaySaved(folder, replayed, values, around);
  if (promoted === undefined) return await exploreTwo(line, folder, around);
  if (to === undefined) throw new UsageError("--promote needs --to DIR");
  return await promote(folder, promoted, { ...values, to }, around);
};

async function exploreTwo(line: ExploreLine, folder: string, around: Surroundings): Promise<ExitCode> {
  const options = await optionsOf(line, around);
  const declared = declaredAnswers();
  const explored = await withDaemons(options, ([reference, other], time) => {
    if (reference === undefined || other === undefined) throw new UsageError("two daemons are needed");
    return exploreDaemons({ ...options, reference, other, time, onSession: declared.note });
  });
  return report(explored, declared, { ...options, folder }, around);
}

type ExploreLine = Line<typeof exploreTable.groups>;

async function optionsOf({ values, argv }: ExploreLine, { signal }: Surroundings) {
  const { daemons, path } = values;
  if (daemons.length !== 2) throw new UsageError("two daemons are needed");
  if (path !== undefined && values.seed === undefined) throw new UsageError("--path needs --seed");
  if (path !== undefined && !isPath(path))
    throw new UsageError(`--path takes what a run printed, as 17 or 17.40, not '${path}'`);
  const peer =
    values.peer === undefined ? undefined : { list: findPeer(values.peer), rules: await rulesOf(values.peer) };
  return {
    daemons,
    path,
    peer,
    level: values.compare ?? peer?.list.compare ?? "ordered",
    seed: values.seed ?? Math.floor(Math.random() * 2 ** 31),
    runs: values.runs,
    milliseconds: values.time,
    maxCalls: values.calls,
    keepsGoing: values["keep-going"],
    timeoutMilliseconds: values.timeout,
    startMilliseconds: values["start-timeout"],
    allowClear: values["allow-clear"],
    testClock: values["test-clock"],
    waits: !values["no-waits"],
    command: shellLine(["coordinate-conformance", "explore", ...argv]),
    signal,
  } as const;
}

type Options = Awaited<ReturnType<typeof optionsOf>> & { readonly folder: string };

function report(explored: Explored, declared: Declared, options: Options, { stdout, signal }: Surroundings): ExitCode {
  const { sessions, compared, left, milliseconds, explained, split, unsteady, found } = explored;
  const say = (text: string) => stdout.write(`${text}\n`);
  const speed = Math.round((1000 * compared) / Math.max(1, milliseconds));
  say(
    `seed ${options.seed}: ${sessions} sessions, ${compared} calls compared, ${left} not compared, ${speed} calls a second`,
  );
  const missing = declared.missing();
  const reached = `${declared.count - missing.length} of ${declared.count} declared answers`;
  const more = missing.length > MOST_MISSING ? ` and ${missing.length - MOST_MISSING} more` : "";
  const some = missing.slice(0, MOST_MISSING).join(", ");
  say(`the reference gave ${reached}${missing.length === 0 ? "" : `, not ${some}${more}`}`);
  if (explained.size > 0) say(`differences explained: ${counts(explained)}`);
  if (split.size > 0) say(`sessions compared until the states differed: ${counts(split)}`);
  if (unsteady > 0) say(`${unsteady} sessions differed once, and not when they were played again`);
  if (found.length === 0) {
    say(signal.aborted ? "interrupted; no difference so far" : "no difference that nothing explains");
    return sessions > 0 ? EXIT.ok : EXIT.unmeasured;
  }
  say(`${found.length === 1 ? "a difference" : `${found.length} differences`}, saved in ${options.folder}`);
  for (const each of [...found].sort((a, b) => b.count - a.count)) tell(each, options, say);
  return EXIT.diverged;
}

const MOST_MISSING = 8;

function counts(map: ReadonlyMap<string, number>): string {
  return [...map]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([point, count]) => `${point} ${count}`)
    .join(", ");
}

/** The report of one difference: a line with its cause, then the shortest session that shows it. */
function tell(found: Found, options: Options, say: (text: string) => void): void {
  const lines = linesOf(found.shortest);
  const differences = found.differences.map(
    ({ step, path, kind, expected, got }) => `call ${step} ${path} ${kind}: ${expected} | ${got}`,
  );
  const [reference = "", other = ""] = options.daemons;
  const id = save(options.folder, {
    ...{ cause: found.cause, reference, other, compare: options.level, testClock: options.testClock },
    ...{ found: new Date().toISOString().slice(0, 10), command: options.command, differences, lines },
  });
  const times = found.count === 1 ? "once" : `${found.count} times`;
  const random = found.isRandom ? ", at random" : "";
  say(
    `${id}: ${found.cause}${random}, ${times}, ${lines.length} lines, first --seed ${options.seed} --path ${found.path}`,
  );
  for (const line of lines) say(`  ${line}`);
  for (const difference of differences) say(`    ${difference}`);
}
