import { describe, expect, it, vi } from "vitest";
import { requestFrame } from "../cbor/frame.ts";
import type { Golden } from "../golden/format.ts";
import { exchangeOf, goldenOf } from "../golden/testing/golden.ts";
import { parseExpectFile } from "../judge/expect-file.ts";
import { type Player, Unplayable } from "./player.ts";
import { SANITY_CASE } from "./run.ts";
import { a, b, bad, golden, good, outcomes, player, run } from "./testing/players.ts";

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

describe("runGoldens() that ends after some failures, with several players", () => {
  const ids = ["a/late", "a/first", "a/good", "a/second"];
  const endings = ["a/first", "a/second", "a/late", "a/good"];

  const PATIENT = { timeout: 60_000, interval: 1 };

  /** A run whose cases are all played at once and end in the order of `endings`. */
  async function bailing(bail: number | undefined) {
    const begun = new Map<string, () => void>();
    const onePlayer = () =>
      player(
        {},
        {
          play: async ({ id }) => {
            await new Promise<void>((end) => begun.set(id, end));
            if (id === "a/first") throw new Unplayable("unplayable", "r");
            return id === "a/good" ? good : bad;
          },
        },
      );
    const ended: string[] = [];
    const goldens = ids.map((id) => golden(id));
    const running = run(
      {},
      {
        players: ids.map(onePlayer),
        goldens,
        sanity: undefined,
        bail,
        onResult: ({ case: id, outcome }) => ended.push(`${id} ${outcome}`),
      },
    );
    await vi.waitUntil(() => begun.size === ids.length, PATIENT);
    for (const id of endings) {
      begun.get(id)?.();
      await vi.waitUntil(() => ended.some((each) => each.startsWith(id)), PATIENT);
    }
    return { found: await running, ended };
  }

  it.each<[number | undefined, string[]]>([
    [1, ["not-run", "unmeasured", "passed", "not-run"]],
    [2, ["not-run", "unmeasured", "passed", "diverged"]],
    [undefined, ["diverged", "unmeasured", "passed", "diverged"]],
  ])("keeps with bail %s the cases that failed first, in whichever order they are listed", async (bail, expected) => {
    const { found, ended } = await bailing(bail);
    expect(found.results.map(({ outcome }) => outcome)).toEqual(expected);
    expect(new Set(ended)).toEqual(new Set(outcomes(found)));
  });

  it("says of what is left out how many cases had failed", async () => {
    const { found } = await bailing(1);
    expect(found.results[0]).toMatchObject({ reason: "1 case failed before", differences: [] });
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
