// What is known of a real daemon beyond its list: which point each difference belongs to, for `--fix`.
import type { Golden } from "../golden/format.ts";
import type { Finding } from "../run/result.ts";

export type Classifier = {
  /** The point of each difference of a case; undefined where nothing explains it. */
  pointsOf(golden: Golden, findings: readonly Finding[]): ReadonlyMap<Finding, string | undefined>;
  /** Places whose content is another one in each run, whether it shows in this one or not. */
  randomPlaces(golden: Golden, findings: readonly Finding[]): readonly RandomPlace[];
  /** Whether what came is another one in each run. Times alone need not be: they are listed as `<time>`. */
  varies(finding: Finding): boolean;
};

export type RandomPlace = { readonly step: number; readonly path: string; readonly point: string };
