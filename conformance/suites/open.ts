// Opens a suite for a run: its cases as they were frozen, and newer cases separately.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { type GoldenFile, parseGolden } from "../golden/load.ts";
import { FORMER_CASES } from "../package-files.ts";
import { type Content, contentOf, isSame } from "./content.ts";
import type { FrozenCase, SuiteFile } from "./suite-file.ts";

export type OpenSuite = {
  readonly name: string;
  /** The cases of the suite, including removed ones, and all newer cases. */
  readonly files: readonly GoldenFile[];
  /** The golden in the suite's version; for a newer case the current one. @throws UsageError if it is not available */
  read(file: GoldenFile): Golden;
  /** The suite's entry for a case; undefined for a newer one. */
  find(id: string): FrozenCase | undefined;
  /** The cases read so far whose current golden differs from the suite. */
  changed(): string[];
};

/**
 * @param found the current goldens
 * @param readToday reads one of them
 * @param former the folder of former goldens
 */
export function openSuite(
  suite: SuiteFile,
  found: readonly GoldenFile[],
  readToday: (file: GoldenFile) => Golden,
  former: string = FORMER_CASES,
): OpenSuite {
  const { name } = suite;
  const cases = new Map(Object.entries(suite.cases));
  const there = new Set(found.map(({ id }) => id));
  const gone = [...cases].flatMap(([id, entry]) => (there.has(id) ? [] : [{ id, file: formerPath(entry, former) }]));
  const changed = new Set<string>();
  return {
    name,
    files: [...found, ...gone].sort((a, b) => (a.id < b.id ? -1 : 1)),
    read(file) {
      const entry = cases.get(file.id);
      const today = there.has(file.id) ? readToday(file) : undefined;
      if (entry === undefined && today !== undefined) return today;
      if (entry === undefined) throw new UsageError(`${file.id} is no case of suite ${name}`);
      if (today !== undefined && isSame(contentOf(today), entry)) return { ...today, requires: entry.requires };
      changed.add(file.id);
      return { ...readFormer(file.id, entry, former), requires: entry.requires };
    },
    find: (id) => cases.get(id),
    changed: () => [...changed].sort(),
  };
}

/** The path of a former golden. */
export function formerPath({ sent, expected }: Content, folder: string = FORMER_CASES): string {
  return join(folder, `${sent.slice(0, 16)}${expected.slice(0, 16)}.yaml.gz`);
}

function readFormer(id: string, entry: FrozenCase, folder: string): Golden {
  const file = formerPath(entry, folder);
  if (!existsSync(file)) throw new UsageError(`${id} as the suite has it is not in this package: ${file} is missing`);
  const golden = parseGolden(id, file, gunzipSync(readFileSync(file)).toString());
  if (!isSame(contentOf(golden), entry)) throw new UsageError(`${file} is not ${id} as the suite has it`);
  return golden;
}
