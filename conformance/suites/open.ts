// A suite to be run: its own cases as they were frozen, whatever has become of them since, and the later ones beside them.
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
  /** The cases of the suite, those that are gone today among them, and all later ones. */
  readonly files: readonly GoldenFile[];
  /** The golden that the suite means; one later than the suite as it is. @throws UsageError where it cannot be had */
  read(file: GoldenFile): Golden;
  /** What the suite says of a case; undefined for a later one. */
  find(id: string): FrozenCase | undefined;
  /** The cases read so far that today's golden of this name is no longer. */
  changed(): string[];
};

/**
 * @param found today's goldens
 * @param readToday reads one of them
 * @param former the folder of cases that today's goldens have otherwise
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

/** Where a case is kept as a suite has it, once today's golden is another one. */
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
