// Finds the point of each difference of a session: that of the first rule that explains it, or else that of an earlier
// exchange after which the two daemons are in different states. Used for all peers and all sources of sessions.
import type { Golden } from "../golden/format.ts";
import { reasonOf } from "../protocol/protocol.ts";
import { type Asked, placesIn, type Replied } from "./exchanges.ts";
import type { Exchange, PeerRules, Place, Rule } from "./rule.ts";

/** An exchange after which the daemons are in different states, and the rule that says so. */
type StateSplit = { readonly rule: Rule; readonly exchange: Exchange };

/** The points of the differences of a session; undefined for unexplained ones. */
export function pointsOf<Found extends Replied>(
  { steps, requires }: { readonly steps: readonly Asked[]; readonly requires: Golden["requires"] },
  differences: readonly Found[],
  peer: PeerRules,
): ReadonlyMap<Found, string> {
  const about = only(requires.filter((id) => reasonOf(id, peer.name) !== undefined));
  const splits: StateSplit[] = [];
  const found = new Map<Found, string>();
  const bySplit: SplitsOf = new Map();
  for (const [difference, place] of placesIn(steps, differences, peer.readCall)) {
    const rule = ruleFor(place, peer, splits);
    const point = rule?.point ?? about ?? lastSplitIn(place.before, peer.rules, bySplit)?.rule.point;
    if (point !== undefined) found.set(difference, point);
    if (rule?.splitsStateWhereItExplains?.(place.exchange) === true) splits.push({ rule, exchange: place.exchange });
  }
  return found;
}

/** The rule that explains a difference; `splits` are those found for earlier differences. */
export function ruleFor(place: Place, peer: PeerRules, splits: readonly StateSplit[]): Rule | undefined {
  const { difference, exchange, before } = place;
  const explains = (rule: Rule) => rule.explains?.(difference, exchange, before) === true;
  const touching = splits.filter((split) => peer.touchesSame(split.exchange.call, exchange.call));
  return (
    peer.rules.find((rule) => rule.isAboutState !== true && explains(rule)) ??
    // If the units were never created, no other difference of theirs can be seen.
    touching.findLast((split) => makesNone(split.exchange))?.rule ??
    peer.rules.find((rule) => rule.isAboutState === true && explains(rule)) ??
    touching.findLast((split) => peer.isAboutSame?.(split.exchange, place) === true)?.rule ??
    touching.at(-1)?.rule
  );
}

/** Caches whether an exchange split the states. */
type SplitsOf = Map<Exchange, StateSplit | undefined>;

/** The last exchange that split the states, with or without a difference. */
function lastSplitIn(exchanges: readonly Exchange[], rules: readonly Rule[], known: SplitsOf): StateSplit | undefined {
  for (let i = exchanges.length - 1; i >= 0; i -= 1) {
    const exchange = exchanges[i];
    if (exchange === undefined) continue;
    if (!known.has(exchange)) {
      const before = exchanges.slice(0, i);
      const rule = rules.findLast((each) => each.splitsState?.(exchange, before) === true);
      known.set(exchange, rule === undefined ? undefined : { rule, exchange });
    }
    const split = known.get(exchange);
    if (split !== undefined) return split;
  }
  return undefined;
}

function makesNone({ call, expected, got }: Exchange): boolean {
  const makes = call?.method === "add_work_units" || call?.method === "update_work_unit";
  return makes && expected.kind === "result" && got.kind !== "result";
}

function only<Each>([first, ...others]: readonly Each[]): Each | undefined {
  return others.length === 0 ? first : undefined;
}
