// Every raw case.

import { attemptClauses } from "./clauses/attempts.ts";
import { checkClauses } from "./clauses/checks.ts";
import { frameClauses } from "./clauses/frames.ts";
import { lockClauses } from "./clauses/locks.ts";
import { nothingClauses } from "./clauses/nothing.ts";
import { outputClauses } from "./clauses/output.ts";
import { printedClauses } from "./clauses/printed.ts";
import { refusalClauses } from "./clauses/refusals.ts";
import { unitDetailClauses } from "./clauses/unit-details.ts";
import { unitClauses } from "./clauses/units.ts";
import { valueClauses } from "./clauses/values.ts";
import { wireClauses } from "./clauses/wire.ts";
import { workClauses } from "./clauses/work.ts";
import { workerClauses } from "./clauses/workers.ts";
import type { RawCase } from "./definition.ts";
import { exploredCases } from "./explored.ts";
import { sanity } from "./sanity.ts";
import { chaining } from "./stories/chaining.ts";
import { chance } from "./stories/chance.ts";
import { connections } from "./stories/connections.ts";
import { continuous } from "./stories/continuous.ts";
import { leases } from "./stories/leases.ts";
import { locks } from "./stories/locks.ts";
import { many } from "./stories/many.ts";
import { retries } from "./stories/retries.ts";
import { scheduling } from "./stories/scheduling.ts";
import { workers } from "./stories/workers.ts";
import { encodings } from "./tables/encodings.ts";
import { lists } from "./tables/lists.ts";
import { numbers } from "./tables/numbers.ts";
import { pairs } from "./tables/pairs.ts";
import { sizes } from "./tables/sizes.ts";
import { unitStates } from "./tables/unit-states.ts";
import { closing } from "./wire/closing.ts";
import { envelope } from "./wire/envelope.ts";
import { framing } from "./wire/framing.ts";
import { items } from "./wire/items.ts";
import { methodNames } from "./wire/method-names.ts";
import { options } from "./wire/options.ts";
import { parameters } from "./wire/parameters.ts";
import { values } from "./wire/values.ts";

export const RAW_CASES: readonly RawCase[] = [
  ...sanity,
  ...framing,
  ...closing,
  ...envelope,
  ...methodNames,
  ...parameters,
  ...options,
  ...items,
  ...values,
  ...unitStates,
  ...numbers,
  ...lists,
  ...pairs,
  ...encodings,
  ...sizes,
  ...wireClauses,
  ...frameClauses,
  ...valueClauses,
  ...refusalClauses,
  ...unitClauses,
  ...workClauses,
  ...attemptClauses,
  ...checkClauses,
  ...nothingClauses,
  ...printedClauses,
  ...unitDetailClauses,
  ...lockClauses,
  ...workerClauses,
  ...outputClauses,
  ...chaining,
  ...chance,
  ...connections,
  ...continuous,
  ...leases,
  ...locks,
  ...many,
  ...retries,
  ...scheduling,
  ...workers,
  ...exploredCases(),
];
