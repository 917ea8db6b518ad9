// Derives the steps of a golden from any traffic. Values that may differ on a correct daemon become masks, and names
// that the daemon generated are bound; they are found by rules, or by comparison with a second recording. Each is
// reported.

import { openFrame } from "../../cbor/frame.ts";
import type { Item } from "../../cbor/item.ts";
import { shorten, walk } from "../../cbor/path.ts";
import { stringOf } from "../../cbor/reading.ts";
import { describeReply, describeRequests } from "../../golden/describe.ts";
import { describeMask } from "../../golden/describe-mask.ts";
import type { StepSource } from "../../golden/format.ts";
import type { Mask } from "../../golden/mask.ts";
import type { Binding } from "../../golden/script.ts";
import { chains, type Draw, type Drawn, drawsOf } from "../../traffic/draws.ts";
import { pinned } from "../../traffic/pin.ts";
import type { Turn } from "../../traffic/turn.ts";
import { createSaid, escaped, isAge, patternOfMadeUp, type Said, secondsFrom } from "../../traffic/varying.ts";
import { SessionError } from "../session.ts";
import { type Varied, variedIn } from "./second.ts";

export type Derived = {
  readonly steps: readonly StepSource[];
  /** Notes on what was masked, bound or changed, one a line. */
  readonly told: readonly string[];
};

/** Pauses of the clients of at least this many seconds become waits in the golden. */
const SHORTEST_WAIT = 0.5;
/** Tolerance in seconds of a recorded time, for rounding down and for the duration of a step. */
const WITHIN = 2;

/**
 * @param again a second recording of the same program; values that differ in it must be masked by some rule
 * @throws SessionError code `unlike`: the second recording has other calls; `unexplained`: no mask fits a difference
 */
export function deriveFromTraffic(turns: readonly Turn[], again: readonly Turn[] | undefined): Derived {
  const varied = again === undefined ? undefined : variedIn(turns, again);
  const state: State = { said: createSaid(), names: [], lag: 0, told: [...(varied?.told ?? [])] };
  const draws = drawsOf(turns);
  const drawn = [...draws.values()].flatMap(({ among }) => among);
  const pin = chains(turns, new Set(drawn.map(({ spec }) => spec))) || lengthsDiffer(drawn);
  const steps: StepSource[] = [];
  let before: Turn | undefined;
  for (const [i, turn] of turns.entries()) {
    const pause = before === undefined ? 0 : turn.sentAt - before.receivedAt;
    const wait = pause < SHORTEST_WAIT ? 0 : Math.round(pause * 10) / 10;
    if (wait > 0) steps.push({ kind: "wait", seconds: wait });
    state.lag += Math.max(0, pause - wait);
    before = turn;
    const place = { number: steps.length + 1, turn, varied: varied?.of(i) ?? [], draw: draws.get(turn) };
    steps.push(exchange(place, pin, state));
  }
  return { steps, told: state.told };
}

type Bound = {
  readonly name: string;
  readonly value: string;
  readonly kind: "made-up" | "drawn";
  readonly pair: string;
};
type State = { readonly said: Said; readonly names: Bound[]; lag: number; readonly told: string[] };
type Place = {
  readonly number: number;
  readonly turn: Turn;
  readonly varied: readonly Varied[];
  readonly draw: Draw | undefined;
};

function exchange(place: Place, pin: boolean, state: State): StepSource {
  const { number, turn, draw } = place;
  const [drawn] = draw?.own ?? [];
  const pins = pin && drawn !== undefined;
  const sent = pins ? pinned(turn.send, drawn.spec) : turn.send;
  if (pins) state.told.push(`step ${number}: asks for work spec ${drawn.spec}, which was drawn by lot`);
  const bindings = bindingsOf(sent, state);
  const { inner, message } = openFrame(turn.send);
  if (inner !== undefined && message !== undefined) state.said.add(message, inner, madeUp(state));
  const { reply } = turn;
  const masks = reply === undefined ? [] : masksOf(place, reply, pins ? undefined : draw, state);
  return {
    kind: "exchange",
    conn: turn.conn,
    sends: [sent],
    replies: reply === undefined ? [] : [{ bytes: reply, says: describeReply(reply), masks }],
    hangup: false,
    closes: reply === undefined,
    bindings,
    times: undefined,
  };
}

const madeUp = ({ names }: State) => new Set(names.filter(({ kind }) => kind === "made-up").map(({ value }) => value));

/** Bindings where a client sends back names that the daemon generated, or spec and key of a unit drawn at random. */
function bindingsOf(send: Uint8Array, { names }: State): Binding[] {
  const { inner, message } = openFrame(send);
  if (names.length === 0 || inner === undefined || message === undefined) return [];
  const items = [...walk(message, inner)].map(({ path, item }) => ({ at: shorten(path), value: stringOf(item) }));
  const at = (path: string) => items.find((each) => each.at === path)?.value;
  const pair = `${at("params[0]")}\0${at("params[1]")}`;
  return items.flatMap(({ at: path, value }): Binding[] => {
    if (value === undefined || path === "method") return [];
    const bound = names.findLast((each) => {
      if (each.value !== value) return false;
      return each.kind === "made-up" || (each.pair === pair && (path === "params[0]" || path === "params[1]"));
    });
    return bound === undefined ? [] : [{ at: path, name: bound.name, line: 0 }];
  });
}

function masksOf(place: Place, reply: Uint8Array, draw: Draw | undefined, state: State): Mask[] {
  const { inner, message } = openFrame(reply);
  if (inner === undefined || message === undefined) return [];
  const masks: Mask[] = [];
  const covered: Item[] = [];
  for (const { path, item } of walk(message, inner)) {
    const at = shorten(path);
    if (at === "id" || covered.some((outer) => item.at >= outer.at && item.end <= outer.end)) continue;
    const mask = drawnMask(at, draw, state) ?? ruledMask(at, item, place, state);
    if (mask === undefined) continue;
    masks.push({ at, line: 0, ...mask });
    covered.push(item);
    state.told.push(`step ${place.number} ${at}: ${describeMask(mask)}`);
  }
  const missed = place.varied.find(({ at }) => !masks.some((mask) => at === mask.at || at.startsWith(mask.at)));
  if (missed !== undefined) {
    const [call] = describeRequests(place.turn.send);
    const what = `step ${place.number} ${call}: ${missed.at} was ${missed.first}, then ${missed.second}`;
    throw new SessionError("unexplained", `${what}, and nothing explains it; --once records without a second run`);
  }
  return masks;
}

type MaskKind = Mask extends infer Each ? (Each extends Mask ? Omit<Each, "at" | "line"> : never) : never;

/** The mask for a value that may differ on a correct daemon, by general rules: generated names, ages, times. */
function ruledMask(at: string, item: Item, place: Place, state: State): MaskKind | undefined {
  const { said, names, lag } = state;
  const value = stringOf(item);
  if (value !== undefined) {
    const bound = names.findLast((each) => each.value === value && each.kind === "made-up");
    if (bound !== undefined) return { is: "name", name: bound.name };
    if (said.holds(item)) return undefined;
    const like = patternOfMadeUp(value, said) ?? place.varied.find((each) => each.at === at)?.like;
    return like === undefined ? undefined : bind("made-up", value, like, "", state);
  }
  if (said.holds(item)) return undefined;
  const spare = Math.ceil(lag);
  if (isAge(at, item) && item.kind === "int") {
    const age = Number(item.value);
    const least = Math.max(0, age - WITHIN - spare);
    return { is: "one-of", of: Array.from({ length: age + WITHIN + spare - least + 1 }, (_, i) => String(least + i)) };
  }
  const offset = secondsFrom(place.turn.sentAt, item);
  return offset === undefined ? undefined : { is: "time", offset, within: WITHIN + spare };
}

function drawnMask(at: string, draw: Draw | undefined, state: State): MaskKind | undefined {
  const { own: units, among: draws } = draw ?? { own: [], among: [] };
  const own = units.find(({ path }) => at === `${path}[0]` || at === `${path}[1]` || at === `${path}[2]`);
  if (own === undefined) return undefined;
  const pair = `${own.spec}\0${own.key}`;
  const among = (values: readonly string[]) => `(?:${[...new Set(values)].sort().map(escaped).join("|")})`;
  if (at.endsWith("[0]")) return bind("drawn", own.spec, among(draws.map(({ spec }) => spec)), pair, state);
  if (at.endsWith("[1]")) return bind("drawn", own.key, among(draws.map(({ key }) => key)), pair, state);
  const of = [...new Set(draws.map(({ data }) => data))].sort();
  return of.length < 2 ? undefined : { is: "one-of", of };
}

function bind(kind: Bound["kind"], value: string, like: string, pair: string, { names }: State): MaskKind {
  const name = `name-${names.length + 1}`;
  names.push({ name, value, kind, pair });
  return { is: "new-name", name, like };
}

/** Whether names of the drawable units differ in length, which a mask cannot cover: it compares the CBOR head. */
function lengthsDiffer(draws: readonly Drawn[]): boolean {
  const several = (lengths: readonly number[]) => new Set(lengths).size > 1;
  return several(draws.map(({ spec }) => spec.length)) || several(draws.map(({ key }) => key.length));
}
