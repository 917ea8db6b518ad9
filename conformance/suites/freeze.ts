// Makes a suite of the current goldens. Each case that was changed or removed since the last suite needs a reason, for
// those who upgrade to the new one.
import { UsageError } from "../command.ts";
import type { Golden } from "../golden/format.ts";
import { demandOf } from "../protocol/demand.ts";
import { contentOf } from "./content.ts";
import { changeOf } from "./diff.ts";
import { type Reason, reasonFor } from "./reasons.ts";
import type { FrozenCase, SuiteFile } from "./suite-file.ts";

/** @throws UsageError for a change without a reason */
export function frozenSuite(
  name: string,
  day: string,
  goldens: readonly Golden[],
  { before, reasons }: { readonly before: SuiteFile | undefined; readonly reasons: readonly Reason[] },
): SuiteFile {
  const cases = casesOf(goldens);
  const changed = Object.entries(before?.cases ?? {}).flatMap(([id, old]) => {
    const now = cases[id];
    return now === undefined || changeOf(old, now).length > 0 ? [id] : [];
  });
  const whyOf = (id: string) => reasonFor(id, reasons);
  const without = changed.filter((id) => whyOf(id) === undefined);
  if (without.length > 0) {
    const [first] = without;
    const more = without.length === 1 ? "" : ` and ${without.length - 1} more`;
    throw new UsageError(
      `${first}${more} changed since suite ${before?.name}, and conformance/suites/reasons.yaml does not say why`,
    );
  }
  return { name, frozen: day, cases, reasons: Object.fromEntries(changed.map((id) => [id, whyOf(id) ?? ""])) };
}

/** The goldens in the form of a suite's cases, by id. */
export function casesOf(goldens: readonly Golden[]): Record<string, FrozenCase> {
  return Object.fromEntries(goldens.map((golden) => [golden.id, frozenCase(golden)]));
}

function frozenCase(golden: Golden): FrozenCase {
  const { tier, features } = demandOf(golden.requires);
  return {
    ...contentOf(golden),
    title: golden.title,
    requires: golden.requires,
    ...(tier === undefined ? {} : { tier }),
    features,
  };
}
