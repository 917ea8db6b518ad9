import { describe, expect, it } from "vitest";
import { type Operation, Register } from "./register.ts";

/** A call that sets or reads a number. */
const set = (to: number): Operation<number> => ({ step: () => [to], changesNothing: false });
const read = (said: number): Operation<number> => ({
  step: (state) => (state === said ? [state] : []),
  changesNothing: true,
});
const numberAt = (initial: number) => new Register<number>(initial, Number.NaN, Object.is);

describe("Register", () => {
  it("accepts a reply that some order of the calls in progress explains", () => {
    const register = numberAt(0);
    const one = set(1);
    const two = set(2);
    const sawOne = read(1);
    for (const operation of [one, two, sawOne]) register.begin(operation);
    expect([register.end(two), register.end(sawOne), register.end(one)]).toEqual([true, true, true]);
    expect(new Set(register.states)).toEqual(new Set([1, 2]));
  });

  it("rejects a reply that no order explains, and keeps its states", () => {
    const register = numberAt(0);
    const one = set(1);
    const sawThree = read(3);
    register.begin(one);
    register.begin(sawThree);
    expect([register.end(sawThree), register.end(one), register.certain]).toEqual([false, true, 1]);
  });

  it("does not let a call take effect after its end, or twice", () => {
    const register = numberAt(0);
    const [one, two, sawOne] = [set(1), set(2), read(1)];
    register.begin(one);
    register.end(one);
    register.begin(two);
    register.end(two);
    register.begin(sawOne);
    expect(register.end(sawOne)).toBe(false);
  });

  it("treats an unanswered call as carried out or not, until a reply shows which", () => {
    const register = numberAt(0);
    const one = set(1);
    register.begin(one);
    expect(register.activeCount).toBe(1);
    register.settle(one);
    expect([...register.states].sort()).toEqual([0, 1]);
    const sawOne = read(1);
    register.begin(sawOne);
    expect([register.end(sawOne), register.certain]).toEqual([true, 1]);
  });

  it("lets hidden calls explain a reply", () => {
    const register = numberAt(0);
    const sawFive = read(5);
    register.begin(sawFive);
    expect([register.end(sawFive), register.end(sawFive, [set(5)])]).toEqual([false, true]);
  });
});
