// The divergences that a run expects (a peer's, those of a file, or none), and writing them to a file.

import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { EXIT, type ExitCode, type Surroundings, UsageError } from "../command.ts";
import { counted } from "../counted.ts";
import type { Golden } from "../golden/format.ts";
import type { CompareLevel } from "../judge/difference.ts";
import { type ExpectFile, loadExpectFile, loadUnfinished } from "../judge/expect-file.ts";
import { makeFolder } from "../make-folder.ts";
import { findPeer, rulesOf } from "../peers/find.ts";
import { peerNames } from "../peers/names.ts";
import type { Run } from "../run/result.ts";
import type { Written } from "../run/write-expect.ts";
import type { runTable } from "./options/run.ts";
import type { ValuesOf } from "./table/table.ts";

type RunValues = ValuesOf<typeof runTable>;

export type Expected = {
  /** The list named on the command line; with `--write-expect`, else the previous content of that file. */
  readonly listed: ExpectFile | undefined;
  /** The list that the run applies; if the list is being rewritten, without its entries. */
  readonly expect: ExpectFile | undefined;
};

/** @throws UsageError for options that exclude each other; GoldenError for an invalid file */
export function expectedOf(values: RunValues): Expected {
  const { peer, expect: file, "write-expect": written, fix, compare } = values;
  if (peer !== undefined && file !== undefined) throw new UsageError("give either --peer or --expect");
  if (peer !== undefined && written !== undefined) throw new UsageError("a peer's list is written with --fix");
  if (fix && peer !== undefined && !peerNames().includes(peer)) {
    throw new UsageError(`no rules write the list of ${peer}: give its file to --expect and --write-expect`);
  }
  if (values.reason !== undefined && written === undefined) throw new UsageError("--reason needs --write-expect");
  const listed = peer === undefined ? ownFile(file, written) : findPeer(peer);
  if (listed !== undefined && compare !== undefined && compare !== listed.compare) {
    throw new UsageError(`the divergences of ${listed.name} are listed at level ${listed.compare}, not ${compare}`);
  }
  const anew = fix || written !== undefined;
  return { listed, expect: anew && listed !== undefined ? { ...listed, known: [], shorts: [] } : listed };
}

function ownFile(file: string | undefined, written: string | undefined): ExpectFile | undefined {
  // What is to be written anew may lack reasons: the new one fills them.
  if (file !== undefined) return (written === undefined ? loadExpectFile : loadUnfinished)(file, file);
  return written !== undefined && existsSync(written) ? loadUnfinished(written, written) : undefined;
}

type Writing = {
  readonly listed: ExpectFile | undefined;
  readonly compare: CompareLevel;
  readonly reason?: string | undefined;
};

/** `--write-expect`: writes the divergences of this run to a file. @returns unmeasured if some case could not be measured */
export async function writeExpect(
  file: string,
  { listed, compare, reason = "" }: Writing,
  goldens: readonly Golden[],
  run: Run,
  { stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  const facts = { daemon: listed?.daemon ?? run.daemon, compare, fresh: listed?.fresh ?? false };
  const { writtenExpect } = await import("../run/write-expect.ts");
  const { text, ...counts } = writtenExpect(facts, listed, goldens, run.results, reason.trim());
  makeFolder(dirname(file));
  writeFileSync(file, text);
  stdout.write(`${file}: ${countsText(counts)}\n`);
  const unmeasured = run.results.filter(({ outcome }) => outcome === "unmeasured");
  const [first] = unmeasured;
  if (first === undefined) return EXIT.ok;
  const others = unmeasured.length === 1 ? "" : ` and ${unmeasured.length - 1} more`;
  stderr.write(`coordinate-conformance run: ${first.case}${others} could not be measured: ${first.reason}\n`);
  return EXIT.unmeasured;
}

function countsText({ differences, entries, added, lacking }: Omit<Written, "text">): string {
  const listed = `${counted(differences, "difference")} in ${counted(entries, "entry", "entries")}`;
  const fresh = added === 0 ? "" : `, ${added} of them new or longer`;
  return `${listed}${fresh}${lacking === 0 ? "" : `; ${counted(lacking, "reason")} to fill in`}`;
}

/**
 * `--fix`: rewrites a peer's list from this run, unless some case could not be measured.
 * @returns unmeasured in that case, diverged if no rule explains some difference
 */
export async function writePeer(
  peer: ExpectFile,
  goldens: readonly Golden[],
  measured: Run,
  { stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  const { fixed, isListedWhole } = await import("../peers/fix.ts");
  const unmeasured = measured.results.find(
    ({ outcome, case: id }) => outcome !== "passed" && outcome !== "diverged" && !isListedWhole(peer, id),
  );
  if (unmeasured !== undefined) {
    const why = `${unmeasured.case} was not measured: ${unmeasured.reason ?? "no reason is known"}`;
    stderr.write(`coordinate-conformance run: ${why}; the list stays as it is\n`);
    return EXIT.unmeasured;
  }
  const { text, listed, unexplained } = fixed(peer, await rulesOf(peer.name), goldens, measured.results);
  writeFileSync(peer.file, text);
  stdout.write(`${peer.file}: ${listed} differences are listed\n`);
  for (const line of unexplained) stdout.write(`no point explains ${line}\n`);
  return unexplained.length === 0 ? EXIT.ok : EXIT.diverged;
}
