// Coverage of the protocol by the goldens: a declared list of parts of the protocol, and the goldens that exercise each.
import type { Golden } from "../../golden/format.ts";
import { METHOD_NAMES, METHODS, type Method } from "../../protocol/methods.ts";
import { allPoints } from "../../protocol/protocol.ts";
import { BRANCHES } from "./branches.ts";
import { type Call, callsOf } from "./calls.ts";
import { ERRORS } from "./errors.ts";
import { UNCOVERED } from "./uncovered.ts";
import { keysOf, VARIANTS } from "./variants.ts";

export const GROUPS = ["method", "parameter", "option", "variant", "branch", "error", "point"] as const;
type Group = (typeof GROUPS)[number];

/** One part of the protocol that a golden can exercise. */
type Entry = {
  readonly group: Group;
  /** For example `get_work`, `get_work lease_time`, `K7`. */
  readonly name: string;
  readonly covers: (golden: Golden, call: Call | undefined) => boolean;
};

export type Covered = {
  readonly group: Group;
  readonly name: string;
  /** Ids of the goldens that exercise it. */
  readonly goldens: readonly string[];
  /** The reason from uncovered.ts why it is not covered; undefined if there is none. */
  readonly reason: string | undefined;
};

/** The list of all parts. */
function entries(): Entry[] {
  const ofCall =
    (covers: (call: Call) => boolean): Entry["covers"] =>
    (_, call) =>
      call !== undefined && covers(call);
  const perMethod = METHOD_NAMES.flatMap((method): Entry[] => {
    const { params, options = [] }: Method = METHODS[method];
    const answered = (call: Call) => call.method === method && (call.says ?? call.error) !== undefined;
    return [
      { group: "method", name: method, covers: ofCall(answered) },
      ...params.map(
        ([name], i): Entry => ({
          group: "parameter",
          name: `${method} ${name}`,
          covers: ofCall((call) => answered(call) && call.error === undefined && call.params.length > i),
        }),
      ),
      ...options.map(
        (option): Entry => ({
          group: "option",
          name: `${method} ${option}`,
          covers: ofCall(
            (call) => answered(call) && call.error === undefined && keysOf(call.params.at(-1)).includes(option),
          ),
        }),
      ),
      ...Object.entries(BRANCHES[method]).map(
        ([branch, pattern]): Entry => ({
          group: "branch",
          name: `${method}: ${branch}`,
          covers: ofCall((call) => call.method === method && call.says !== undefined && pattern.test(call.says)),
        }),
      ),
    ];
  });
  const variants = Object.entries(VARIANTS).map(
    ([name, variant]): Entry => ({
      group: "variant",
      name,
      covers: "golden" in variant ? ({ id }) => id === variant.golden : ofCall(variant.call),
    }),
  );
  const errors = Object.entries(ERRORS).map(
    ([name, pattern]): Entry => ({
      group: "error",
      name,
      covers: ofCall(
        ({ error, message }) => pattern.test(error ?? "") || (message !== undefined && pattern.test(message)),
      ),
    }),
  );
  const points = [...allPoints().keys()]
    .filter((point) => point.startsWith("K"))
    .map(
      (point): Entry => ({
        group: "point",
        name: point,
        covers: ({ requires }) => requires.some((each) => new RegExp(`\\b${point}\\b`).test(each)),
      }),
    );
  return [...perMethod, ...variants, ...errors, ...points];
}

/** All parts, each with the goldens that cover it. */
export function coverageOf(goldens: readonly Golden[]): Covered[] {
  const seen = goldens.map((golden) => ({ golden, calls: [undefined, ...callsOf(golden, METHOD_NAMES)] }));
  return entries().map(({ group, name, covers }) => ({
    group,
    name,
    goldens: seen
      .filter(({ golden, calls }) => calls.some((call) => covers(golden, call)))
      .map(({ golden }) => golden.id),
    reason: UNCOVERED[`${group} ${name}`],
  }));
}

/** Error messages: parts that are neither covered nor explained, and reasons for parts that are covered or unknown. */
export function complaintsAbout(covered: readonly Covered[]): string[] {
  const unexplained = covered
    .filter(({ goldens, reason }) => goldens.length === 0 && reason === undefined)
    .map(({ group, name }) => `${group} ${name}: no golden has it, and no reason is written down`);
  const needless = covered
    .filter(({ goldens, reason }) => goldens.length > 0 && reason !== undefined)
    .map(({ group, name, goldens }) => `${group} ${name}: covered by ${goldens[0]}, so its reason must go`);
  const names = new Set(covered.map(({ group, name }) => `${group} ${name}`));
  const lost = Object.keys(UNCOVERED)
    .filter((name) => !names.has(name))
    .map((name) => `${name}: a reason for a part that does not exist`);
  return [...unexplained, ...needless, ...lost];
}
