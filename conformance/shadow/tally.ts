// Counts what a shadow sees, and makes a run of it for the reports: a result for each group of differences with the
// same point, form of call and place, and one for each method without unexplained differences.

import { counted } from "../counted.ts";
import type { CompareLevel, Difference } from "../judge/difference.ts";
import { excerpts, SHORT } from "../judge/excerpt.ts";
import { packageVersion } from "../package-files.ts";
import { allPoints } from "../protocol/protocol.ts";
import type { Finding, Problem, Result, Run } from "../run/result.ts";
import { shapeOf } from "../traffic/shape.ts";

type Seen = {
  readonly finding: Finding;
  /** The point that explains it, `K3`; undefined if unexplained. */
  readonly point: string | undefined;
};

type Compared = {
  readonly send: Uint8Array;
  readonly method: string;
  /** Bytes of the reply assumed to be correct. */
  readonly bytes: number;
  readonly seen: readonly Seen[];
};

export type Tally = {
  add(compared: Compared): void;
  problem(problem: Problem): void;
  calls(): number;
  run(facts: Facts): Run;
};

type Facts = {
  readonly daemon: string;
  readonly compare: CompareLevel;
  readonly peer: string | undefined;
  readonly startedAt: number;
  /** Current problems: the secondary is away. */
  readonly now: readonly Problem[];
};

type Group = { readonly id: string; readonly point: string | undefined; readonly first: Finding; count: number };
type Method = { calls: number; bytes: number; differing: number };

export function createTally(): Tally {
  const groups = new Map<string, Group>();
  const methods = new Map<string, Method>();
  const problems: Problem[] = [];
  let calls = 0;
  return {
    calls: () => calls,
    problem: (problem) => void problems.push(problem),
    add({ send, method, bytes, seen }) {
      calls += 1;
      const of = methods.get(method) ?? { calls: 0, bytes: 0, differing: 0 };
      methods.set(method, of);
      of.calls += 1;
      of.bytes += bytes;
      if (seen.length > 0) of.differing += 1;
      for (const { finding, point } of seen) {
        const id = `${point ?? "unexplained"}/${shapeOf(send)} ${placeOf(finding)}`;
        const group = groups.get(id) ?? { id, point, first: finding, count: 0 };
        group.count += 1;
        groups.set(id, group);
      }
    },
    run({ daemon, compare, peer, startedAt, now }) {
      const results = [
        ...[...groups.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(groupResult),
        ...[...methods].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, each]) => methodResult(name, each)),
      ];
      const milliseconds = Date.now() - startedAt;
      const at = new Date(startedAt).toISOString();
      const facts = { daemon, compare, peer, tool: `coordinate-conformance ${packageVersion()}`, ...NOTHING_DECLARED };
      return { ...facts, results, startedAt: at, milliseconds, problems: [...problems, ...now] };
    },
  };
}

/**
 * Place and kind of a difference, with list indices and generated map keys replaced by `*`: `[*][*].expiration type`. A
 * key that contains a digit counts as generated.
 */
function placeOf({ path, kind }: Difference): string {
  return `${path.replaceAll(/\[(?!\*)[^\]]*\]/g, "[*]").replaceAll(/\.\w*\d\w*/g, "[*]")} ${kind}`;
}

const NOTHING_DECLARED = { without: [], errors: "exact", require: undefined } as const;
const NONE = { suite: "shadow", milliseconds: 0, file: undefined, detail: undefined, listed: [], stale: [] } as const;

/** A group explained by a known point counts as expected. */
function groupResult({ id, point, first, count }: Group): Result {
  const known = point === undefined ? undefined : allPoints().get(point);
  const title = `${counted(count, "time")}${known === undefined ? "" : `: ${known.title}`}`;
  return {
    ...NONE,
    case: id,
    title,
    outcome: point === undefined ? "diverged" : "passed",
    reason: point === undefined ? `${title}, first: ${differing(first)}` : undefined,
    requires: point === undefined ? [] : [point],
    differences: point === undefined ? [first] : [],
    expected: point === undefined ? 0 : count,
    bytes: { compared: 0, masked: 0 },
  };
}

function differing({ expected, got }: Difference): string {
  const [wanted, came] = excerpts(expected, got, SHORT);
  return `expected ${wanted}, got ${came}`;
}

function methodResult(name: string, { calls, bytes, differing }: Method): Result {
  return {
    ...NONE,
    case: `alike/${name}`,
    title: `${calls - differing} of ${calls} replies alike`,
    outcome: calls === differing ? "not-run" : "passed",
    reason: calls === differing ? "every reply differs, see its groups" : undefined,
    requires: [],
    differences: [],
    expected: 0,
    bytes: { compared: bytes, masked: 0 },
  };
}
