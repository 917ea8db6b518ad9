// Every raw case.

import type { RawCase } from "./definition.ts";
import { keptCases } from "./kept.ts";
import { chaining } from "./stories/chaining.ts";
import { chance } from "./stories/chance.ts";
import { children } from "./stories/children.ts";
import { connections } from "./stories/connections.ts";
import { continuous } from "./stories/continuous.ts";
import { dueAtOnce } from "./stories/due-at-once.ts";
import { leases } from "./stories/leases.ts";
import { locks } from "./stories/locks.ts";
import { many } from "./stories/many.ts";
import { retries } from "./stories/retries.ts";
import { scheduling } from "./stories/scheduling.ts";
import { tiers } from "./stories/tiers.ts";
import { workers } from "./stories/workers.ts";
import { chunkedFrames } from "./tables/chunked-frames.ts";
import { closingBytes } from "./tables/closing-bytes.ts";
import { depths } from "./tables/depths.ts";
import { encodings } from "./tables/encodings.ts";
import { keysOfOptions } from "./tables/keys-of-options.ts";
import { largeLists } from "./tables/large-lists.ts";
import { largeMessages } from "./tables/large-messages.ts";
import { lists } from "./tables/lists.ts";
import { numbers } from "./tables/numbers.ts";
import { pairs } from "./tables/pairs.ts";
import { refusedValues } from "./tables/refused-values.ts";
import { sizes } from "./tables/sizes.ts";
import { spellings } from "./tables/spellings.ts";
import { standIns } from "./tables/stand-ins.ts";
import { unitStates } from "./tables/unit-states.ts";

export const RAW_CASES: readonly RawCase[] = [
  ...keptCases(),
  ...unitStates,
  ...numbers,
  ...lists,
  ...pairs,
  ...encodings,
  ...sizes,
  ...spellings,
  ...depths,
  ...closingBytes,
  ...chunkedFrames,
  ...refusedValues,
  ...keysOfOptions,
  ...standIns,
  ...largeMessages,
  ...largeLists,
  ...chaining,
  ...chance,
  ...children,
  ...connections,
  ...continuous,
  ...dueAtOnce,
  ...leases,
  ...locks,
  ...many,
  ...retries,
  ...scheduling,
  ...tiers,
  ...workers,
];
