// What no single answer shows: memory that a connection leaves behind, and a hand-out that takes longer the longer the queue is.
import v8 from "node:v8";
import vm from "node:vm";
import type { Violation, ViolationKind } from "../../../conformance/stress/checker/violation.ts";
import { QueueBench } from "../queue-bench.ts";
import { simulate } from "./simulate.ts";

const FEW = 20;
const MANY = 8_000;
const HAND_OUTS = 60;
const ROUNDS = 5;
/** A logarithm makes it twice as long at most; chance and caches some more. */
const MOST_RATIO = 8;

/** Bytes that a connection may leave behind. */
const MOST_LEFT = 450;
const WARM_UPS = 3;
const PLAYS = 8;

/** @returns what is wrong, or nothing */
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
  // What is left of the last simulations alone is little against so many connections.
  const left = (inUse() - before) / cuts;
  return left < MOST_LEFT ? [] : [finding("memory-grows", "each connection leaves memory behind")];
}

function finding(kind: ViolationKind, what: string): Violation {
  return { kind, what, subject: "", time: 0, call: null, own: [], around: [] };
}
