// The catalogue of all flaws.
import { durabilityFlaws } from "./durability.ts";
import type { Flaw } from "./flaw.ts";
import { handOutFlaws } from "./hand-out.ts";
import { leaseFlaws } from "./leases.ts";
import { childFlaws, clearFlaws, limitFlaws } from "./limits.ts";
import { lockFlaws, workerFlaws } from "./locks.ts";
import { processFlaws } from "./process.ts";
import { unitFlaws } from "./units.ts";
import { updateFlaws } from "./updates.ts";

export const FLAWS: readonly Flaw[] = [
  ...leaseFlaws,
  ...handOutFlaws,
  ...updateFlaws,
  ...unitFlaws,
  ...lockFlaws,
  ...workerFlaws,
  ...durabilityFlaws,
  ...limitFlaws,
  ...clearFlaws,
  ...childFlaws,
];

/** Flaws that no reply shows, only measurements of memory and time. */
export const PROBED_FLAWS: readonly Flaw[] = processFlaws;
