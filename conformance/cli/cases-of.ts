// Finds the available cases: the package's goldens, those in a folder, or those of a released suite.
import { existsSync } from "node:fs";
import { UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { findGoldens, type GoldenFile } from "../golden/load.ts";
import { GOLDENS } from "../package-files.ts";
import { type OpenSuite, openSuite } from "../suites/open.ts";
import { loadSuite } from "../suites/suite-file.ts";

type Cases = {
  readonly files: readonly GoldenFile[];
  /** @throws GoldenError */
  readonly read: (file: GoldenFile) => Golden;
  /** The suite named by --suite; undefined without that option. */
  readonly suite: OpenSuite | undefined;
};

/** @throws UsageError if both --goldens and --suite are given */
export function casesOf(
  { goldens, suite: name }: { readonly goldens: string | undefined; readonly suite: string | undefined },
  read: (file: GoldenFile) => Golden,
): Cases {
  if (name !== undefined && goldens !== undefined) {
    throw new UsageError("a suite is one of the package's own goldens: give either --suite or --goldens");
  }
  if (goldens !== undefined && !existsSync(goldens)) throw new UsageError(`the folder ${goldens} does not exist`);
  const files = findGoldens(goldens ?? GOLDENS);
  if (name === undefined) return { files, read, suite: undefined };
  const suite = openSuite(loadSuite(name), files, read);
  return { files: suite.files, read: suite.read, suite };
}
