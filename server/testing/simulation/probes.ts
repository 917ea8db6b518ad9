// Detects defects that no single reply shows: memory leaked by connections, and get_work slowing down with the queue's length.
import v8 from "node:v8";
import vm from "node:vm";
import type { Violation, ViolationKind } from "../../../conformance/stress/checker/violation.ts";
import { QueueBench } from "../queue-bench.ts";
import { simulate } from "./simulate.ts";

const FEW = 20;
const MANY = 8_000;
const HAND_OUTS = 60;
const ROUNDS = 5;
/** Allowed ratio of times. Logarithmic growth gives at most 2; the rest allows for noise and caches. */
const MOST_RATIO = 8;

/** Bytes that a closed connection may leave in the heap. */
const MOST_LEFT = 450;
const WARM_UPS = 3;
const PLAYS = 8;

/** Runs the measurements. @returns the violations found */
export function probes(): Violation[] {
  return [...slowHandOut(), ...leak()];
}

function slowHandOut(): Violation[] {
  const few = Math.min(...Array.from({ length: ROUNDS }, () => handOutMicros(FEW)));
  const many = Math.min(...Array.from({ length: ROUNDS }, () => handOutMicros(MANY)));
  if (many < few * MOST_RATIO) return [];
  const ratio = Math.round(many / few);
  return [finding("slower-with-length", `a hand-out takes ${ratio} times as long with ${MANY} units as with ${FEW}`)];
}

function handOutMicros(units: number): number {
  const bench = new QueueBench();
  bench.spec(
    "s",
    {},
    Array.from({ length: units }, (_, i) => `k${i}`),
  );
  bench.work();
  const start = process.cpuUsage();
  for (let i = 0; i < HAND_OUTS; i++) bench.work();
  const { user, system } = process.cpuUsage(start);
  return Math.max(1, user + system) / HAND_OUTS;
}

function leak(): Violation[] {
  v8.setFlagsFromString("--expose-gc");
  const collect: unknown = vm.runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("the garbage collector cannot be called");
  const inUse = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const play = () => simulate({ seed: 1, calls: 1_500, clients: 8, cut: 9, isJudged: false }).cuts;
  for (let i = 0; i < WARM_UPS; i++) play();
  const before = inUse();
  let cuts = 0;
  for (let i = 0; i < PLAYS; i++) cuts += play();
  // What the last simulation itself leaves in memory is small compared with this many connections.
  const left = (inUse() - before) / cuts;
  return left < MOST_LEFT ? [] : [finding("memory-grows", "each connection leaves memory behind")];
}

function finding(kind: ViolationKind, what: string): Violation {
  return { kind, what, subject: "", time: 0, call: null, own: [], around: [] };
}
