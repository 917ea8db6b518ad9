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
} & (
  | { readonly golden: (golden: Golden) => boolean }
  /** @param of which calls can: those of a method, those with an error, or any */
  | { readonly of: string; readonly call: (call: Call) => boolean }
);

const ANY_CALL = "any call";
const ERRORS_ONLY = "calls with an error";

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
  const perMethod = METHOD_NAMES.flatMap((method): Entry[] => {
    const { params, options = [] }: Method = METHODS[method];
    const answered = (call: Call) => call.hasResult || call.error !== undefined;
    const of = method;
    return [
      { group: "method", name: method, of, call: answered },
      ...params.map(
        ([name], i): Entry => ({
          group: "parameter",
          name: `${method} ${name}`,
          of,
          call: (call) => call.hasResult && call.error === undefined && call.params.length > i,
        }),
      ),
      ...options.map(
        (option): Entry => ({
          group: "option",
          name: `${method} ${option}`,
          of,
          call: (call) => call.hasResult && call.error === undefined && keysOf(call.params.at(-1)).includes(option),
        }),
      ),
      ...Object.entries(BRANCHES[method]).map(
        ([branch, pattern]): Entry => ({
          group: "branch",
          name: `${method}: ${branch}`,
          of,
          call: (call) => call.hasResult && pattern.test(call.says() ?? ""),
        }),
      ),
    ];
  });
  const variants = Object.entries(VARIANTS).map(
    ([name, variant]): Entry => ({
      group: "variant",
      name,
      ...("golden" in variant ? { golden: ({ id }) => id === variant.golden } : { of: ANY_CALL, call: variant.call }),
    }),
  );
  const errors = Object.entries(ERRORS).map(
    ([name, pattern]): Entry => ({
      group: "error",
      name,
      of: ERRORS_ONLY,
      call: ({ error, message }) => pattern.test(error ?? "") || (message !== undefined && pattern.test(message)),
    }),
  );
  const points = [...allPoints().keys()]
    .filter((point) => point.startsWith("K"))
    .map(
      (point): Entry => ({
        group: "point",
        name: point,
        golden: ({ requires }) => requires.some((each) => new RegExp(`\\b${point}\\b`).test(each)),
      }),
    );
  return [...perMethod, ...variants, ...errors, ...points];
}

/** All parts, each with the goldens that cover it. */
export function coverageOf(goldens: readonly Golden[]): Covered[] {
  const parts = entries().map((entry) => ({ entry, by: [] as string[] }));
  for (const golden of goldens) {
    /** What it was not seen to cover, by the calls that can. */
    const left = new Map<string, { call: (call: Call) => boolean; by: string[] }[]>();
    for (const { entry, by } of parts) {
      if ("golden" in entry) {
        if (entry.golden(golden)) by.push(golden.id);
        continue;
      }
      const same = left.get(entry.of);
      if (same === undefined) left.set(entry.of, [{ call: entry.call, by }]);
      else same.push({ call: entry.call, by });
    }
    const look = (of: string, call: Call) => {
      const open = left.get(of) ?? [];
      const found = open.filter((part) => part.call(call));
      for (const { by } of found) by.push(golden.id);
      if (found.length > 0)
        left.set(
          of,
          open.filter((part) => !found.includes(part)),
        );
    };
    for (const call of callsOf(golden, METHOD_NAMES)) {
      look(call.method, call);
      look(ANY_CALL, call);
      if (call.error !== undefined || call.message !== undefined) look(ERRORS_ONLY, call);
    }
  }
  return parts.map(({ entry: { group, name }, by }) => ({
    group,
    name,
    goldens: by,
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
