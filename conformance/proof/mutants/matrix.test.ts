import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../../server/index.ts";
import { dial } from "../../client/wire.ts";
import { KILL_MATRIX } from "../../package-files.ts";
import { complaints, killMatrixPage } from "../../report/markdown/kill-matrix.ts";
import { goldens } from "../../run/suite.ts";
import { movedClock } from "../../run/testing/moved-clock.ts";
import { briefComplaints } from "./brief.ts";
import { MUTANTS } from "./catalogue.ts";
import { killMatrix, type Matrix } from "./matrix.ts";
import { answers, type Mutant, requests } from "./mutant.ts";
import { readOutcomes } from "./outcome.ts";

const clock = movedClock();
// Pseudo-random numbers that are the same in every run.
let drawn = 1;
const random = () => {
  drawn = (Math.imul(drawn, 1_664_525) + 1_013_904_223) >>> 0;
  return drawn / 2 ** 32;
};
const server = createServer({ clock, random });
const cases = goldens();

async function matrixOf(mutants: readonly Mutant[], chosen = cases): Promise<Matrix> {
  const address = server.address ?? { host: "", port: 0 };
  return await killMatrix({ goldens: chosen, mutants, connect: () => dial(address), clock });
}

beforeAll(() => server.start({ port: 0 }));
afterAll(() => server.close());

/** A frame whose message is null. */
const NULL = Buffer.from("d81841f6", "hex");

describe("the catalogue", () => {
  it("has at least 60 mutants of different names", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(60);
  });

  it("is the one of which the package has what became of it", () => {
    const names = MUTANTS.map(({ name }) => name);
    expect(
      readOutcomes(KILL_MATRIX).map(({ mutant }) => mutant),
      "run `npm run self-test`",
    ).toEqual(names);
  });
});

describe("killMatrix()", () => {
  const few = cases.slice(0, 3);

  it("sees a mutant that changes nothing, and one that nobody notices", async () => {
    const idle = answers("idle", "", (played) => played);
    const unseen = answers("unseen", "", (played) => ({ ...played }));
    const asked = requests("asked", "", () => undefined);
    const matrix = await matrixOf([idle, unseen, asked], few);
    const wrong = complaints(matrix);
    expect(wrong).toContain("idle is void: it changes nothing in any case");
    expect(wrong).toContain("asked is void: it changes nothing in any case");
    expect(wrong).toContain("unseen lives, though it changes what 3 cases see");
    for (const { id } of few) expect(wrong).toContain(`${id} kills no mutant`);
    expect(killMatrixPage(matrix)).toContain("0 of 3 mutants die");
  });

  it("trusts no case that the server itself does not pass", async () => {
    const [first] = few;
    if (first === undefined) throw new Error("there are no goldens");
    const steps = first.steps.map((step) =>
      step.kind === "exchange" ? { ...step, replies: step.replies.map((reply) => ({ ...reply, bytes: NULL })) } : step,
    );
    const matrix = await matrixOf([], [{ ...first, steps }]);
    expect(complaints(matrix)[0]).toBe(`${first.id}: the server itself does not pass it, so it proves nothing`);
  });
});

describe("briefComplaints()", () => {
  const few = cases.slice(0, 3);
  const mute = answers("mute", "", (played) => ({ ...played, replies: [] }));
  const outcome = { wrong: "", level: "python", kills: 1 } as const;

  async function briefly(mutants: readonly Mutant[], first: string) {
    const connect = () => dial(server.address ?? { host: "", port: 0 });
    const outcomes = [{ mutant: "mute", first, ...outcome }];
    return await briefComplaints({ goldens: few, mutants, connect, clock }, outcomes);
  }

  it("sees mutants that live, whether or not they change something, and cases that kill none", async () => {
    const idle = answers("idle", "", (played) => played);
    const unseen = answers("unseen", "", (played) => ({ ...played }));
    const useless = few.map(({ id }) => `${id} kills no mutant`);
    expect(await briefly([idle, unseen], "")).toEqual(["idle lives", "unseen lives", ...useless]);
  });

  it.each([few[1]?.id ?? "", "a/case-that-is-gone"])(
    "has nothing to say where each kills, first looked at: %s",
    async (first) => {
      expect(await briefly([mute], first)).toEqual([]);
    },
  );
});
