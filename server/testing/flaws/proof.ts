// Determines with which seed the simulation finds each flaw and which kind of violation it reports, as a Markdown table.
import type { ViolationKind } from "../../../conformance/stress/checker/violation.ts";
import { KINDS } from "../../../conformance/stress/kinds.ts";
import { probes } from "../simulation/probes.ts";
import { simulate } from "../simulation/simulate.ts";
import { FLAWS, PROBED_FLAWS } from "./catalogue.ts";
import type { Flaw } from "./flaw.ts";

export type Proof = { readonly flaw: Flaw; readonly seed: number | null; readonly kind: ViolationKind | null };

const CALLS = 4_000;
const CLIENTS = 16;
const MOST_SEEDS = 150;

/** Searches a seed for each flaw, starting with the known one. @param known seeds by the names of flaws */
export function prove(known: ReadonlyMap<string, number>): Proof[] {
  return [...FLAWS.map((flaw) => found(flaw, known.get(flaw.name))), ...PROBED_FLAWS.map(probed)];
}

function found(flaw: Flaw, known: number | undefined): Proof {
  const seeds = [...(known === undefined ? [] : [known]), ...Array.from({ length: MOST_SEEDS }, (_, i) => i + 1)];
  for (const seed of seeds) {
    const [first] = simulate({ seed, calls: CALLS, clients: CLIENTS, flaw }).violations;
    if (first !== undefined) return { flaw, seed, kind: first.kind };
  }
  return { flaw, seed: null, kind: null };
}

function probed(flaw: Flaw): Proof {
  const planted = flaw.plant(() => 0.5);
  try {
    return { flaw, seed: null, kind: probes()[0]?.kind ?? null };
  } finally {
    planted.remove();
  }
}

export function proofTable(proofs: readonly Proof[]): string {
  const rows = proofs.map(({ flaw, seed, kind }) => {
    const how = kind === null ? "not found" : seed === null ? "the probe" : `seed ${seed}`;
    const clause = kind === null ? null : KINDS[kind].clause;
    return `| \`${flaw.name}\` | ${flaw.wrong} | ${how} | ${kind ?? ""} | ${clause ?? ""} |`;
  });
  return `# Flaws that the simulation finds

The reference daemon is made wrong in one way at a time, most of them rare, and the simulation plays ${CLIENTS} clients against it, ${CALLS.toLocaleString("en")}
calls a seed, with cut connections, restarts and leaps of time. The checker that judges is that of \`coordinate-conformance stress\`. A seed
takes a fraction of a second: \`npm run simulate -- --flaw NAME --seed N\` shows the violation. Written by \`npm run flaws\`.

| flaw | what is wrong | found by | as | clause |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** Reads the seeds from an existing table, by the names of flaws. */
export function seedsIn(table: string): Map<string, number> {
  return new Map(
    [...table.matchAll(/^\| `([\w-]+)` .* \| seed (\d+) \|/gm)].map(([, name = "", seed]) => [name, Number(seed)]),
  );
}
