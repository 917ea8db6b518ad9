// Which point each difference of a session shows: that of the first rule that explains it, or, where none does, that of an
// earlier exchange which left the two daemons in different states. One logic for every peer, wherever the session comes from.
import type { Golden } from "../golden/format.ts";
import { reasonOf } from "../protocol/protocol.ts";
import { type Asked, placesIn, type Replied } from "./exchanges.ts";
import type { Exchange, PeerRules, Place, Rule } from "./rule.ts";

/** An exchange that left the daemons in different states, and the rule that says so. */
type Parting = { readonly rule: Rule; readonly exchange: Exchange };

/** The points of the differences of a session, as far as something explains them. */
export function pointsOf<Found extends Replied>(
  { steps, requires }: { readonly steps: readonly Asked[]; readonly requires: Golden["requires"] },
  differences: readonly Found[],
  peer: PeerRules,
): ReadonlyMap<Found, string> {
  const about = only(requires.filter((id) => reasonOf(id, peer.name) !== undefined));
  const partings: Parting[] = [];
  const found = new Map<Found, string>();
  for (const [difference, place] of placesIn(steps, differences, peer.readCall)) {
    const rule = ruleFor(place, peer, partings);
    const point = rule?.point ?? about ?? partingsIn(place.before, peer.rules).at(-1)?.rule.point;
    if (point !== undefined) found.set(difference, point);
    if (rule?.partsWhereItExplains?.(place.exchange) === true) partings.push({ rule, exchange: place.exchange });
  }
  return found;
}

/** Why a difference shows; `partings` are those of the differences before. */
export function ruleFor(place: Place, peer: PeerRules, partings: readonly Parting[]): Rule | undefined {
  const { difference, exchange, before } = place;
  const explains = (rule: Rule) => rule.explains?.(difference, exchange, before) === true;
  const touching = partings.filter((parting) => peer.touchesSame(parting.exchange.call, exchange.call));
  return (
    peer.rules.find((rule) => rule.isAboutState !== true && explains(rule)) ??
    // Where units were never made, nothing else can be seen of them.
    touching.findLast((parting) => makesNone(parting.exchange))?.rule ??
    peer.rules.find((rule) => rule.isAboutState === true && explains(rule)) ??
    touching.findLast((parting) => peer.isAboutSame?.(parting.exchange, place) === true)?.rule ??
    touching.at(-1)?.rule
  );
}

/** The exchanges that left the daemons in different states by themselves, whatever differed in them. */
function partingsIn(exchanges: readonly Exchange[], rules: readonly Rule[]): Parting[] {
  return exchanges.flatMap((exchange, i) =>
    rules.filter((rule) => rule.parts?.(exchange, exchanges.slice(0, i)) === true).map((rule) => ({ rule, exchange })),
  );
}

function makesNone({ call, expected, got }: Exchange): boolean {
  const makes = call?.method === "add_work_units" || call?.method === "update_work_unit";
  return makes && expected.kind === "result" && got.kind !== "result";
}

function only<Each>([first, ...others]: readonly Each[]): Each | undefined {
  return others.length === 0 ? first : undefined;
}
