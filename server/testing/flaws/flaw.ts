// A flaw: the reference daemon made wrong in one way, for as long as it is planted, to see who finds it.
import type { Random } from "../../domain/clock.ts";
import type { Daemon } from "../../rpc/method.ts";

/** What a flaw does when something happens to the daemon. */
export type Planted = {
  /** Puts the daemon right again. */
  remove(): void;
  /** A client's connection is gone. */
  onCut?(): void;
  /** The daemon was ended and started again with what it had stored. */
  onRestart?(daemon: Daemon): void;
};

export type Flaw = {
  /** In a few words, with hyphens. */
  readonly name: string;
  /** What is wrong, in a clause. */
  readonly wrong: string;
  plant(random: Random): Planted;
};

/** Puts another method in the place of one, on a prototype or an object. @returns how to take it back */
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

/** A flaw in one method, of all objects of a class. */
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

/** True once in so many times. */
export function once(random: Random, inTimes: number): boolean {
  return random() * inTimes < 1;
}
