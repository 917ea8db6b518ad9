// Collects all raw cases: those defined in code (stories, tables, walks) and those kept as goldens.

import type { RawCase } from "./definition.ts";
import { keptCases } from "./kept.ts";
import { chaining } from "./stories/chaining.ts";
import { chance } from "./stories/chance.ts";
import { children } from "./stories/children.ts";
import { connections } from "./stories/connections.ts";
import { continuous } from "./stories/continuous.ts";
import { dueAtOnce } from "./stories/due-at-once.ts";
import { endsOfAttempts } from "./stories/ends-of-attempts.ts";
import { leases } from "./stories/leases.ts";
import { locks } from "./stories/locks.ts";
import { many } from "./stories/many.ts";
import { manySpecs } from "./stories/many-specs.ts";
import { messages } from "./stories/messages.ts";
import { phases } from "./stories/phases.ts";
import { retries } from "./stories/retries.ts";
import { scheduling } from "./stories/scheduling.ts";
import { settings } from "./stories/settings.ts";
import { tiers } from "./stories/tiers.ts";
import { untouched } from "./stories/untouched.ts";
import { workers } from "./stories/workers.ts";
import { byName } from "./tables/by-name.ts";
import { checks } from "./tables/checks.ts";
import { chunkedFrames } from "./tables/chunked-frames.ts";
import { closingBytes } from "./tables/closing-bytes.ts";
import { depths } from "./tables/depths.ts";
import { encodings } from "./tables/encodings.ts";
import { frameForms } from "./tables/frame-forms.ts";
import { keysOfOptions } from "./tables/keys-of-options.ts";
import { kinds } from "./tables/kinds.ts";
import { largeLists } from "./tables/large-lists.ts";
import { largeMessages } from "./tables/large-messages.ts";
import { largeNamedParameters } from "./tables/large-named-parameters.ts";
import { lists } from "./tables/lists.ts";
import { longListsOverUnits } from "./tables/long-lists-over-units.ts";
import { namespaces } from "./tables/namespaces.ts";
import { numbers } from "./tables/numbers.ts";
import { numbersThatWrap } from "./tables/numbers-that-wrap.ts";
import { oddNames } from "./tables/odd-names.ts";
import { pairs } from "./tables/pairs.ts";
import { refusedValues } from "./tables/refused-values.ts";
import { repliesOfAnySize } from "./tables/replies-of-any-size.ts";
import { sizes } from "./tables/sizes.ts";
import { spellings } from "./tables/spellings.ts";
import { standIns } from "./tables/stand-ins.ts";
import { tagNumbers } from "./tables/tag-numbers.ts";
import { titleCase } from "./tables/title-case.ts";
import { unitStates } from "./tables/unit-states.ts";
import { unreadableDepths } from "./tables/unreadable-depths.ts";
import { wrongKeysInLargeMaps } from "./tables/wrong-keys-in-large-maps.ts";
import { lockWalks } from "./walks/locks.ts";
import { specWalks } from "./walks/specs.ts";
import { unitWalks } from "./walks/units.ts";
import { workerWalks } from "./walks/workers.ts";

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
  ...largeNamedParameters,
  ...frameForms,
  ...namespaces,
  ...tagNumbers,
  ...chaining,
  ...chance,
  ...children,
  ...connections,
  ...continuous,
  ...dueAtOnce,
  ...endsOfAttempts,
  ...leases,
  ...locks,
  ...many,
  ...retries,
  ...scheduling,
  ...tiers,
  ...workers,
  ...byName,
  ...kinds,
  ...checks,
  ...numbersThatWrap,
  ...titleCase,
  ...unreadableDepths,
  ...repliesOfAnySize,
  ...longListsOverUnits,
  ...untouched,
  ...messages,
  ...phases,
  ...manySpecs,
  ...oddNames,
  ...wrongKeysInLargeMaps,
  ...settings,
  ...lockWalks,
  ...specWalks,
  ...unitWalks,
  ...workerWalks,
];
