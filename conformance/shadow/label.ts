// Names the points that explain differences of a known daemon, by applying its rules to the call and those shortly
// before it.
import type { Asked } from "../peers/exchanges.ts";
import type { PeerRules } from "../peers/rule.ts";
import { pointsOf } from "../peers/sort.ts";
import type { Finding } from "../run/result.ts";

/** One call with the reply assumed to be correct; undefined if the connection was closed. */
type Said = {
  readonly step: number;
  readonly send: Uint8Array;
  readonly right: Uint8Array | undefined;
  readonly findings: readonly Finding[];
};

export type Labels = {
  /** Adds a call, and names the points that explain its differences. */
  pointsOf(said: Said): readonly (string | undefined)[];
};

/** Number of earlier calls that rules can see. */
const REMEMBERED = 300;
/** Most differences of one kind, and at one place, to which rules are applied; further ones get the same points. */
const LOOKED_AT = { kind: 10, place: 50 };

/** @param rules of the daemon that differs; undefined: nothing is explained */
export function createLabels(rules: PeerRules | undefined): Labels {
  if (rules === undefined) return { pointsOf: ({ findings }) => findings.map(() => undefined) };
  const remembered: Said[] = [];
  const known = new Map<string, { count: number; readonly point: string | undefined }>();
  /** Points by method, place and kind alone, which also explain differences with a second cause. */
  const usual = new Map<string, string>();
  const looked = new Map<string, number>();
  const isKnown = (finding: Finding) =>
    (known.get(kindOf(finding))?.count ?? 0) >= LOOKED_AT.kind ||
    (looked.get(placeOf(finding)) ?? 0) >= LOOKED_AT.place;
  return {
    pointsOf(said) {
      remembered.push(said);
      if (remembered.length > REMEMBERED) remembered.shift();
      if (said.findings.length === 0) return [];
      if (said.findings.every(isKnown)) {
        return said.findings.map((finding) => known.get(kindOf(finding))?.point ?? usual.get(placeOf(finding)));
      }
      const differences = remembered.flatMap(({ findings }) => findings);
      const found = pointsOf({ steps: remembered.map(askedIn), requires: [] }, differences, rules);
      return said.findings.map((finding) => {
        const explained = found.get(finding);
        const place = placeOf(finding);
        if (explained !== undefined && !usual.has(place)) usual.set(place, explained);
        const point = explained ?? usual.get(place);
        const kind = kindOf(finding);
        looked.set(place, (looked.get(place) ?? 0) + 1);
        known.set(kind, { count: (known.get(kind)?.count ?? 0) + 1, point });
        return point;
      });
    },
  };
}

/** A text that is equal for similar differences: method, place, kind, and the values without digits. */
function kindOf({ call, path, kind, expected, got }: Finding): string {
  const plain = (text: string) => text.replaceAll(/\d+/g, "0").slice(0, 80);
  return [placeOf({ call, path, kind }), plain(expected), plain(got)].join(" ");
}

function placeOf({ call, path, kind }: Pick<Finding, "call" | "path" | "kind">): string {
  return [call[0]?.split("(")[0], path.replaceAll(/\[[^\]]*\]|\.\w*\d\w*/g, "[]"), kind].join(" ");
}

/** Converts a call to the form that rules read. */
function askedIn({ step, send, right }: Said): Asked {
  const replies = right === undefined ? [] : [{ bytes: right }];
  return { kind: "exchange", number: step, sends: [send], replies, closes: right === undefined };
}
