// The list of all mutants.
import { encodingMutants } from "./encoding.ts";
import { errorMutants } from "./errors.ts";
import { framingMutants } from "./framing.ts";
import { meaningMutants } from "./meaning.ts";
import type { Mutant } from "./mutant.ts";
import { newestClientMutants } from "./newest-client.ts";
import { semanticMutants } from "./semantics.ts";

export const MUTANTS: readonly Mutant[] = [
  ...framingMutants,
  ...errorMutants,
  ...encodingMutants,
  ...meaningMutants,
  ...semanticMutants,
  ...newestClientMutants,
];
