// A flaw: a deliberate defect of the reference daemon, planted for a while to verify that the tests detect it.
import type { Random } from "../../domain/clock.ts";
import type { Daemon } from "../../rpc/method.ts";

/** A planted flaw, with its reactions to events. */
export type Planted = {
  /** Removes the flaw. */
  remove(): void;
  /** Called when a client's connection is lost. */
  onCut?(): void;
  /** Called when the daemon has been restarted with its stored data. */
  onRestart?(daemon: Daemon): void;
};

export type Flaw = {
  /** A few words joined by hyphens. */
  readonly name: string;
  /** Description of the defect, in one clause. */
  readonly wrong: string;
  plant(random: Random): Planted;
};

/** Replaces a method of a prototype or object. @returns a function that restores the original */
export function replace<T extends object, K extends keyof T>(
  target: T,
  name: K,
  make: (original: T[K]) => T[K],
): () => void {
  const original = target[name];
  target[name] = make(original);
  return () => {
    target[name] = original;
  };
}

/** A flaw in one method of all objects of a class. `target` is the prototype. */
export function flawIn<T extends object, K extends keyof T>(
  name: string,
  wrong: string,
  target: T,
  method: K,
  make: (original: T[K], random: Random) => T[K],
): Flaw {
  return {
    name,
    wrong,
    plant: (random) => ({ remove: replace(target, method, (original) => make(original, random)) }),
  };
}

/** True with a probability of 1 in `inTimes`. */
export function once(random: Random, inTimes: number): boolean {
  return random() * inTimes < 1;
}
