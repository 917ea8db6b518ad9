import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import { openControl } from "../client/isolate.ts";
import { fakeDaemon } from "../client/testing/fake-daemon.ts";
import type { Golden } from "../golden/format.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { parseExpectFile } from "../judge/expect-file.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { NO_ANSWER, type Player, Unplayable } from "./player.ts";
import { createRecorder, recordedPlayer, repliesOf } from "./recorded.ts";
import { exitCodeOf } from "./result.ts";
import { type RunOptions, runGoldens, SANITY_CASE } from "./run.ts";

const reply = replyOf;

function golden(id: string, call = "now"): Golden {
  const step = exchangeOf({ line: 6, call: [`${call}()`], sends: [requestFrame(1, call, "")] });
  return goldenOf([step], { id, file: `${id}.yaml`, title: id });
}

const answered = (...replies: Buffer[]): PlayedStep[] => [
  { step: 1, sentAt: 0, receivedAt: 0, replies, rest: Buffer.alloc(0), closed: false },
];

const good = answered(reply("1"));
const bad = answered(reply("2"));
const silent = answered();

/** A player that returns these results for each case id in order, and repeats the last one. */
function player(answers: Record<string, PlayedStep[][]>, more: Partial<Player> = {}): Player {
  const count = new Map<string, number>();
  return {
    name: "fake",
    failure: () => Promise.resolve(undefined),
    play({ id }) {
      const list = answers[id] ?? [good];
      const index = count.get(id) ?? 0;
      count.set(id, index + 1);
      return Promise.resolve(list[Math.min(index, list.length - 1)] ?? []);
    },
    ...more,
  };
}

const a = golden("a/a");
const b = golden("a/b");
const sanity = golden(SANITY_CASE);

function run(answers: Record<string, PlayedStep[][]>, more: Partial<RunOptions> = {}) {
  return runGoldens({
    players: [player(answers)],
    goldens: [a, b],
    sanity,
    ids: ["a/a", "a/b", SANITY_CASE],
    compare: "bytes",
    ...more,
  });
}

const outcomes = (found: Awaited<ReturnType<typeof run>>) =>
  found.results.map(({ case: id, outcome }) => `${id} ${outcome}`);

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

describe("runGoldens() with several players", () => {
  const waiting: Golden = { ...b, id: "a/z", steps: [{ kind: "wait", number: 1, line: 0, seconds: 2 }, ...b.steps] };

  it("begins with what waits, gives each case to one of them, and keeps the order of the goldens", async () => {
    const begun: string[] = [];
    const players = [1, 2].map((number) => {
      const base = player({});
      const play = (each: Golden) => {
        if (each.id !== SANITY_CASE) begun.push(`${number} ${each.id}`);
        return base.play(each);
      };
      return { ...base, play };
    });
    const goldens = [a, b, waiting];
    const found = await run({}, { players, goldens });
    expect(found.results.map(({ case: id }) => id)).toEqual(["a/a", "a/b", "a/z"]);
    expect(begun[0]).toMatch(/ a\/z$/);
    expect(begun.map((each) => each.slice(2)).sort()).toEqual(["a/a", "a/b", "a/z"]);
    expect(new Set(begun.map((each) => each[0])).size).toBe(2);
  });

  it("tells a failure of all of them once, and stops all of them", async () => {
    const many = Array.from({ length: 9 }, (_, i) => golden(`a/${i}`));
    const dead = () => ({
      ...player({}),
      play: () => Promise.reject(new Unplayable("gone", "refused")),
      failure: () => Promise.resolve("bang"),
    });
    const found = await run({}, { sanity: undefined, players: [dead(), dead()], goldens: many });
    expect(found.problems).toEqual([{ outcome: "unmeasured", message: "bang" }]);
    expect(found.results.every(({ outcome }) => outcome === "not-run")).toBe(true);
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

describe("recordedPlayer()", () => {
  it("judges kept replies as if they came now, and refuses those to other requests", async () => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "replies.jsonl");
    const kept = { ...bad[0], sentAt: 12.5, rest: Buffer.from("ff", "hex"), closed: true } as PlayedStep;
    const recorder = createRecorder("fake", new Date(0));
    await recorder.wrap(player({ "a/a": [[kept]] })).play(a);
    writeFileSync(file, recorder.text());
    writeFileSync(`${file}.gz`, repliesOf(recorder, `${file}.gz`));
    expect(readFileSync(`${file}.gz`).subarray(0, 8).toString("hex")).toBe("1f8b080000000000");
    expect(repliesOf(recorder, file).toString()).toBe(recorder.text());
    expect(await recordedPlayer(`${file}.gz`).play(a)).toEqual([kept]);
    const recorded = recordedPlayer(file);
    expect(recorded.name).toBe("fake, recorded 1970-01-01");
    expect(await recorded.play(a)).toEqual([kept]);
    await expect(recorded.play(golden("a/a", "clear"))).rejects.toThrow(/other requests in step 1/);
    await expect(recorded.play(b)).rejects.toThrow(Unplayable);
    folder.removeCallback();
  });

  it.each(["", "{}\n", "nonsense\n", '{"version":1,"daemon":"x","at":"y"}\n{"case":5}\n'])("refuses %j", (text) => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "replies.jsonl");
    writeFileSync(file, text);
    expect(() => recordedPlayer(file)).toThrow(/replies.jsonl:\d/);
    folder.removeCallback();
  });
});

describe("openControl()", () => {
  const call = (method: string, params: string) => requestFrame(1, method, params).toString("hex");

  it("clears specs, unregisters workers, and releases the locks a case takes", async () => {
    const seen: string[] = [];
    const connect = fakeDaemon((request) => {
      seen.push(Buffer.from(request).toString("hex"));
      return [reply(`[{"w1": "idle", 'w2': 'x'}, null]`)];
    });
    const control = await openControl({ connect }, 1000);
    const lock = requestFrame(1, "lock", "'me', 60, [['x', 'y'], 128(['x']), []]");
    const renew = requestFrame(2, "renew", "'me', 60, [['z']]");
    expect(await control.isolate([Buffer.concat([lock, renew])])).toBe(true);
    expect(seen).toEqual([
      call("clear", ""),
      call("list_worker_modes", ""),
      call("worker_unregister", '"w1"'),
      call("worker_unregister", "'w2'"),
      call("delete_namespace", "'x'"),
      call("unlock", "'me', [[]]"),
      call("delete_namespace", "'z'"),
    ]);
    control.close();
  });

  it.each([
    ["[[], null]", []],
    [`[[{"name": "s"}, {'name': 't'}], null]`, ['"s"', "'t'"]],
    ["128([[{'name': 't'}], null])", ["'t'"]],
    ["5", undefined],
  ])("reads the work specs of %s", async (result, names) => {
    const control = await openControl({ connect: fakeDaemon(() => [reply(result)]) }, 1000);
    expect(await control.workSpecs()).toEqual(names);
    control.close();
  });

  it("says when nothing answers", async () => {
    const control = await openControl({ connect: fakeDaemon(() => []) }, 50);
    expect(await control.isolate([])).toBe(false);
    expect(await control.workSpecs()).toBeUndefined();
    control.close();
  });
});

describe("runGoldens(): cases with pauses on several daemons", () => {
  const wait = { kind: "wait" as const, number: 2, seconds: 1, line: 0 };
  const set = exchangeOf({ call: ["get_work('w', {})"], sends: [requestFrame(1, "get_work", "'w', {}")] });
  const spec = exchangeOf({ call: ["count_work_units('s')"], sends: [requestFrame(1, "count_work_units", "'s'")] });
  const waiting = ["w/1", "w/2", "w/3", "w/4"].map((id) => goldenOf([spec, wait, set], { id }));
  const plain = Array.from({ length: 8 }, (_, i) => golden(`p/${i}`));

  /** Players that log which cases they play. */
  function noting() {
    const played = { first: [] as string[], second: [] as string[], more: [] as string[], together: [] as string[] };
    const noting = (who: keyof typeof played, change: Partial<Player> = {}) =>
      player(
        {},
        {
          play: ({ id }) => {
            if (id !== SANITY_CASE) played[who].push(id);
            return Promise.resolve(good);
          },
          ...change,
        },
      );
    return { played, noting };
  }

  it("plays those that can share none on daemons that it opens for them", async () => {
    const { played, noting: by } = noting();
    const together = by("together");
    const first = by("first", {
      together: (goldens) => Promise.resolve({ alone: goldens.slice(1), wait: together.play, between: together.play }),
    });
    const asked: number[] = [];
    const goldens = [...waiting, ...plain];
    const found = await run(
      {},
      {
        players: [first, by("second")],
        goldens,
        sanity: undefined,
        ids: goldens.map(({ id }) => id),
        together: true,
        more: (count) => {
          asked.push(count);
          return Promise.resolve([by("more")]);
        },
      },
    );
    expect(found.results.map(({ outcome }) => outcome)).toEqual(goldens.map(() => "passed"));
    expect(asked).toEqual([1]);
    expect(played.together).toEqual(["w/1"]);
    expect(played.more[0]).toMatch(/^w/);
    expect([...played.first, ...played.second, ...played.more, ...played.together].toSorted()).toEqual(
      goldens.map(({ id }) => id).toSorted(),
    );
  });

  it("begins with a case whose end is known not to be answered", async () => {
    const { played, noting: by } = noting();
    const text = `version: 1
daemon: d
compare: bytes
divergences:
  - reason: it leaves the connection open
    seen:
      - {case: p/3, step: 1, path: connection, kind: not-closed, got: the connection open}
`;
    const expect_ = parseExpectFile("mine", "mine.yaml", text);
    await run({}, { players: [by("first"), by("second")], goldens: plain, sanity: undefined, expect: expect_ });
    expect(played.first[0]).toBe("p/3");
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
