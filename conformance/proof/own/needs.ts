// Analyses recorded traffic of the user: calls of a shape that no golden has, the clauses that the traffic depends on, and
// the points at which known daemons diverge for such calls.

import { splitFrames } from "../../cbor/frame.ts";
import type { Golden } from "../../golden/format.ts";
import type { Known } from "../../judge/known.ts";
import { callIn } from "../../protocol/call.ts";
import { METHOD_NAMES } from "../../protocol/methods.ts";
import { allClauses } from "../../protocol/protocol.ts";
import { replyShapeOf, shapeOf } from "../../traffic/shape.ts";
import type { Turn } from "../../traffic/turn.ts";

/** A daemon with its known divergences. */
export type KnownDaemon = { readonly name: string; readonly known: readonly Known[] };

export type Needs = {
  readonly calls: number;
  /** The methods called, in the order of METHOD_NAMES. */
  readonly methods: readonly string[];
  readonly shapes: number;
  /** Shapes of calls that no golden has, with their counts, most frequent first. */
  readonly unseen: readonly { readonly shape: string; readonly count: number }[];
  /** Ids of the clauses that name a called method and are required by a golden with the same shapes of call and reply. */
  readonly clauses: readonly string[];
  readonly daemons: readonly { readonly name: string; readonly points: readonly Broken[] }[];
};

/** A point at which a daemon diverges, with the shapes of the calls affected. */
type Broken = { readonly point: string; readonly reason: string; readonly shapes: readonly string[] };

export function needsOf(turns: readonly Turn[], goldens: readonly Golden[], daemons: readonly KnownDaemon[]): Needs {
  const counts = new Map<string, number>();
  const exchanges = new Set<string>();
  const methods = new Set<string>();
  for (const { send, reply } of turns) {
    const shape = shapeOf(send);
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
    exchanges.add(`${shape} ${replyShapeOf(reply)}`);
    const method = callIn(send)?.method;
    if (method !== undefined) methods.add(method);
  }
  const suite = exchangesOf(goldens);
  const wanted = suite.filter((each) => exchanges.has(`${each.shape} ${each.reply}`));
  const seen = new Set(suite.map(({ shape }) => shape));
  return {
    calls: turns.length,
    methods: METHOD_NAMES.filter((method) => methods.has(method)),
    shapes: counts.size,
    unseen: [...counts]
      .filter(([shape]) => !seen.has(shape))
      .map(([shape, count]) => ({ shape, count }))
      .sort((a, b) => b.count - a.count || (a.shape < b.shape ? -1 : 1)),
    clauses: clausesOf(wanted),
    daemons: daemons.map(({ name, known }) => ({ name, points: brokenBy(known, ledTo(wanted, suite, counts)) })),
  };
}

type Exchange = { readonly golden: Golden; readonly step: number; readonly shape: string; readonly reply: string };

function exchangesOf(goldens: readonly Golden[]): Exchange[] {
  return goldens.flatMap((golden) =>
    golden.steps.flatMap((step) => {
      if (step.kind === "wait") return [];
      const { frames } = splitFrames(Buffer.concat(step.sends));
      // A step with `times` sends the same request repeatedly; it is counted once.
      const sent = step.times === undefined ? frames : frames.slice(0, 1);
      return sent.map((send, i) => ({
        golden,
        step: step.number,
        shape: shapeOf(send),
        reply: replyShapeOf(step.replies[i]?.bytes),
      }));
    }),
  );
}

/** The clauses of the goldens whose sentence names the method of the call. */
function clausesOf(wanted: readonly Exchange[]): string[] {
  const found = new Set<string>();
  for (const { golden, shape } of wanted) {
    const method = `\`${shape.split("(")[0]}\``;
    for (const id of golden.requires) if (allClauses().get(id)?.sentence.includes(method)) found.add(id);
  }
  return [...found].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/**
 * The exchanges that come before the golden's first call of a kind that the traffic does not contain. After such a call the
 * daemon may be in a state that the traffic never causes.
 */
function ledTo(wanted: readonly Exchange[], suite: readonly Exchange[], own: ReadonlyMap<string, number>): Exchange[] {
  const words = new Map<string, Set<string>>();
  for (const shape of own.keys()) {
    const [method = "", ...rest] = wordsOf(shape);
    words.set(method, new Set([...(words.get(method) ?? []), ...rest]));
  }
  const firstOther = new Map<string, number>();
  for (const { golden, step, shape } of suite) {
    const [method = "", ...rest] = wordsOf(shape);
    const known = words.get(method);
    const asked = known !== undefined && rest.every((word) => known.has(word));
    if (!asked && !firstOther.has(golden.id)) firstOther.set(golden.id, step);
  }
  return wanted.filter(({ golden, step }) => step < (firstOther.get(golden.id) ?? Number.POSITIVE_INFINITY));
}

/** The words of a call's shape: the method first, then option names and kinds of values. */
const wordsOf = (shape: string) => shape.split(/[^A-Za-z0-9_]+/).filter((word) => word !== "");

function brokenBy(known: readonly Known[], wanted: readonly Exchange[]): Broken[] {
  const shapes = new Map(wanted.map(({ golden, step, shape }) => [`${golden.id} ${step}`, shape]));
  const points = new Map<string, { reason: string; shapes: Set<string> }>();
  for (const { point, reason, case: id, step } of known) {
    const shape = shapes.get(`${id} ${step}`);
    if (shape === undefined) continue;
    const broken = points.get(point) ?? { reason, shapes: new Set() };
    broken.shapes.add(shape);
    points.set(point, broken);
  }
  return [...points]
    .map(([point, each]) => ({ point, reason: each.reason, shapes: [...each.shapes].sort() }))
    .sort((a, b) => a.point.localeCompare(b.point, "en", { numeric: true }));
}
