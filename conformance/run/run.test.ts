import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import type { Golden } from "../golden/format.ts";
import { parseExpectFile } from "../judge/expect-file.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { NO_ANSWER, Unplayable } from "./player.ts";
import { exitCodeOf } from "./result.ts";
import { SANITY_CASE } from "./run.ts";
import { a, b, bad, golden, good, outcomes, player, reply, run, silent } from "./testing/players.ts";

describe("runGoldens(): what is drawn by lot", () => {
  const byLot = { ...a, flaky: 301 };

  it.each<[string, Golden, PlayedStep[][], string]>([
    ["is played once more", byLot, [bad, good], "passed"],
    ["counts when it differs twice", byLot, [bad, bad, good], "diverged"],
    ["is nothing else", a, [bad, good], "diverged"],
  ])("%s", async (_, drawn, answers, outcome) => {
    const { results } = await run({ "a/a": answers }, { goldens: [drawn] });
    expect(results.map((result) => result.outcome)).toEqual([outcome]);
  });
});

describe("runGoldens(): a case that counts seconds", () => {
  const timed = { ...a, steps: [...a.steps, { kind: "wait", number: 2, line: 9, seconds: 1 } as const] };
  const slow = bad.map((answer) => ({ ...answer, receivedAt: 0.75 }));

  it.each<[string, Golden, PlayedStep[][], string]>([
    ["is played again when too much time passed", timed, [slow, slow, good], "passed"],
    ["counts when it differs in good time", timed, [slow, bad, good], "diverged"],
    ["is not measured when every play took too long", timed, [slow], "unmeasured"],
    ["is nothing else", a, [slow, good], "diverged"],
  ])("%s", async (_, played, answers, outcome) => {
    const { results } = await run({ "a/a": answers }, { goldens: [played] });
    expect(results.map((result) => result.outcome)).toEqual([outcome]);
  });
});

describe("runGoldens()", () => {
  it("passes what answers as recorded", async () => {
    const found = await run({});
    expect(outcomes(found)).toEqual(["a/a passed", "a/b passed"]);
    expect(found.results[0]?.bytes).toEqual({ compared: reply("1").length, masked: 0 });
    expect(exitCodeOf(found)).toBe(0);
  });

  it("tells what differs, with the request and the bytes", async () => {
    const found = await run({ "a/b": [bad] });
    expect(outcomes(found)).toEqual(["a/a passed", "a/b diverged"]);
    expect(found.results[1]?.reason).toBe("step 1 now result value: expected 1, got 2");
    expect(found.results[1]?.differences).toMatchObject([
      {
        step: 1,
        line: 6,
        call: ["now()"],
        sent: requestFrame(1, "now", "").toString("hex"),
        replied: reply("2").toString("hex"),
      },
    ]);
    expect(exitCodeOf(found)).toBe(1);
  });

  it("lists skipped cases as not run", async () => {
    const found = await run({}, { goldens: [a], skipped: [b] });
    expect(outcomes(found)).toEqual(["a/a passed", "a/b not-run"]);
    expect(exitCodeOf(found)).toBe(0);
  });

  it("is not well when nothing was compared", async () => {
    expect(exitCodeOf(await run({}, { goldens: [], skipped: [a, b] }))).toBe(2);
  });

  it("plays the sanity case first and last", async () => {
    const broken = await run({ [SANITY_CASE]: [good, bad] });
    expect(broken.problems).toMatchObject([
      { outcome: "diverged", message: expect.stringMatching(/fails after the last case/) },
    ]);
    expect(outcomes(broken)).toEqual(["a/a passed", "a/b passed"]);
    expect(exitCodeOf(broken)).toBe(1);
  });

  it("runs nothing on a daemon that does not even answer the sanity case", async () => {
    const found = await run({ [SANITY_CASE]: [silent] });
    expect(outcomes(found)).toEqual(["a/a not-run", "a/b not-run"]);
    expect(exitCodeOf(found)).toBe(1);
  });

  it("stops at a daemon that fell silent", async () => {
    const many = Array.from({ length: 12 }, (_, i) => golden(`a/${String(i).padStart(2, "0")}`));
    const answers = Object.fromEntries(many.map(({ id }) => [id, [silent]]));
    const found = await run(answers, { goldens: many });
    expect(found.results.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 10 }, () => "diverged"),
      "not-run",
      "not-run",
    ]);
    expect(found.results[11]?.reason).toBe("10 cases in a row before got no answer");
  });

  it("stops after so many failures as were asked for", async () => {
    const many = Array.from({ length: 5 }, (_, i) => golden(`a/${i}`));
    const found = await run({ "a/1": [bad], "a/3": [bad] }, { goldens: many, bail: 2 });
    expect(outcomes(found)).toEqual(["a/0 passed", "a/1 diverged", "a/2 passed", "a/3 diverged", "a/4 not-run"]);
    expect(found.results[4]?.reason).toBe("2 cases failed before");
  });

  it("keeps the results so far when the daemon crashes", async () => {
    const crashing = player({ "a/a": [silent] }, { failure: () => Promise.resolve("it exited with code 1") });
    const found = await run({}, { players: [crashing] });
    expect(outcomes(found)).toEqual(["a/a diverged", "a/b not-run"]);
    expect(found.problems).toEqual([{ outcome: "unmeasured", message: "it exited with code 1" }]);
    expect(found.results[1]?.reason).toBe("the daemon ended before");
  });

  it("goes on after a case that cannot be measured", async () => {
    const base = player({});
    const play = (each: Golden) =>
      each.id === "a/a" ? Promise.reject(new Unplayable("unplayable", "no way")) : base.play(each);
    const found = await run({}, { players: [{ ...base, play }] });
    expect(outcomes(found)).toEqual(["a/a unmeasured", "a/b passed"]);
    expect(exitCodeOf(found)).toBe(3);
  });

  it.each([
    ["goes on after", "file.jsonl holds no replies to this case", 12],
    ["stops after ten", NO_ANSWER, 10],
  ])("%s cases in a row that cannot be measured: %s", async (_, why, measured) => {
    const many = Array.from({ length: 12 }, (_, i) => golden(`a/${i}`));
    const play = () => Promise.reject(new Unplayable("unplayable", why));
    const found = await run({}, { sanity: undefined, players: [{ ...player({}), play }], goldens: many });
    expect(outcomes(found).filter((each) => each.endsWith("unmeasured"))).toHaveLength(measured);
  });

  it("runs no more cases once the daemon is gone", async () => {
    const base = player({}, { failure: () => Promise.resolve("it was ended by SIGKILL") });
    const play = (each: Golden) =>
      each.id === "a/b" ? Promise.reject(new Unplayable("gone", "refused")) : base.play(each);
    const found = await run({}, { players: [{ ...base, play }] });
    expect(outcomes(found)).toEqual(["a/a passed", "a/b not-run"]);
    expect(found.problems).toEqual([{ outcome: "unmeasured", message: "it was ended by SIGKILL" }]);
    expect(exitCodeOf(found)).toBe(3);
  });

  it("keeps the results so far when the user interrupts", async () => {
    const interrupt = new AbortController();
    const found = await run({}, { signal: interrupt.signal, onResult: () => interrupt.abort() });
    expect(outcomes(found)).toEqual(["a/a passed", "a/b not-run"]);
    expect(exitCodeOf(found)).toBe(3);
  });
});

describe("runGoldens() with an expect file", () => {
  const peer = (seen: string) =>
    parseExpectFile(
      "x",
      "x.yaml",
      `version: 1\ndaemon: x\ncompare: bytes\ndivergences:\n  - {point: K1, reason: r, seen: [${seen}]}\n`,
    );

  it("passes when exactly the listed divergences show", async () => {
    const found = await run(
      { "a/b": [bad] },
      { expect: peer('{case: a/b, step: 1, path: result, kind: value, got: "2"}') },
    );
    expect(outcomes(found)).toEqual(["a/a passed", "a/b passed"]);
    expect(found.results[1]?.expected).toBe(1);
    expect(exitCodeOf(found)).toBe(0);
  });

  it("fails when a listed one no longer shows", async () => {
    const found = await run({}, { expect: peer('{case: a/b, step: 1, path: result, kind: value, got: "2"}') });
    expect(outcomes(found)).toEqual(["a/a passed", "a/b diverged"]);
    expect(found.results[1]?.reason).toBe(
      "a listed divergence no longer shows: x.yaml:5 (K1) step 1 result value, got 2",
    );
    expect(found.problems).toEqual([{ outcome: "diverged", message: "nothing that x lists shows: is this really x?" }]);
  });

  it("fails when an entry is for no case", async () => {
    const found = await run({}, { expect: peer('{case: a/gone, step: 1, path: result, kind: value, got: "2"}') });
    expect(found.problems).toEqual([
      { outcome: "diverged", message: "x.yaml:5: there is no case 'a/gone'", isStale: true },
    ]);
    expect(exitCodeOf(found)).toBe(1);
  });
});

describe("runGoldens() with short entries of an expect file", () => {
  const expectFile = (entries: string) =>
    parseExpectFile("x", "x.yaml", `version: 1\ndaemon: x\ncompare: bytes\ndivergences:\n${entries}`);

  it("passes what they foresee, and counts it", async () => {
    const found = await run({ "a/b": [bad] }, { expect: expectFile("  - {cases: a/b, reason: r}\n") });
    expect(outcomes(found)).toMatchObject(["a/a passed", "a/b passed"]);
    expect(found.results[1]?.listed).toMatchObject([
      { point: "", reason: "r", flaky: false, count: 1, from: "x.yaml:5" },
    ]);
  });

  it.each([
    ["that no case is about", "  - {cases: a/c, reason: r}\n", "x.yaml:5: no case is about this entry"],
    [
      "whose cases all pass",
      "  - {cases: a/*, reason: r}\n",
      "x.yaml:5: a listed divergence no longer shows in any case",
    ],
  ])("fails for one %s", async (_, entries, message) => {
    const found = await run({}, { ids: ["a/a", "a/b"], expect: expectFile(entries) });
    expect(found.problems).toEqual([{ outcome: "diverged", message, isStale: true }]);
  });

  it("says nothing of one whose cases were not chosen", async () => {
    const found = await run({}, { goldens: [a], expect: expectFile("  - {cases: a/b, reason: r}\n") });
    expect(exitCodeOf(found)).toBe(0);
  });
});

describe("runGoldens(): the daemon's clock", () => {
  const waiting = { ...a, steps: [...a.steps, { kind: "wait" as const, number: 2, seconds: 1, line: 0 }] };
  const look = { lookAtClock: () => Promise.resolve("time stands still") };

  it.each<[string, PlayedStep[], Golden, string[] | undefined]>([
    ["is asked for where a case failed that waits", bad, waiting, ["time stands still"]],
    ["is not where it passed", good, waiting, undefined],
    ["is not where the case that failed does not wait", bad, a, undefined],
  ])("%s, and changes no verdict", async (_, came, one, notes) => {
    const players = [player({ "a/a": [came] }, look)];
    const found = await run({}, { players, goldens: [one] });
    expect(found.notes).toEqual(notes);
    expect(exitCodeOf(found)).toBe(came === good ? 0 : 1);
    expect(found.problems).toEqual([]);
  });
});
