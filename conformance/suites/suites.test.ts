import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { dirSync } from "tmp";
import { afterAll, describe, expect, it } from "vitest";
import type { Golden } from "../golden/format.ts";
import { parseGolden } from "../golden/load.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { formatGolden } from "../golden/write.ts";
import { exitCodeOf } from "../run/result.ts";
import { runGoldens } from "../run/run.ts";
import { scoredBy } from "../run/scored.ts";
import { contentOf } from "./content.ts";
import { suiteDiff } from "./diff.ts";
import { frozenSuite } from "./freeze.ts";
import { formerPath, openSuite } from "./open.ts";
import { loadSuite, suiteNames, writtenSuite } from "./suite-file.ts";

const folder = dirSync({ unsafeCleanup: true });
afterAll(() => folder.removeCallback());

/** A case with one call of now() whose reply must be `result`, loaded from a file like every golden. */
function caseOf(id: string, result = "1", requires: readonly string[] = ["LOCK-1"]): Golden {
  const reply = { bytes: replyOf(result), says: result, masks: [] };
  const text = formatGolden(goldenOf([exchangeOf({ replies: [reply] })], { title: `about ${id}`, requires }));
  return parseGolden(id, `${id}.yaml`, text);
}

const freeze = (name: string, goldens: readonly Golden[]) =>
  frozenSuite(name, "2026-01-01", goldens, { before: undefined, reasons: [] });

/** The verdict of a suite on a daemon that answers every call with 1, with the goldens of a version of the package. */
async function verdict(suite: ReturnType<typeof freeze>, today: readonly Golden[]) {
  const byId = new Map(today.map((golden) => [golden.id, golden]));
  const files = today.map(({ id, file }) => ({ id, file }));
  const open = openSuite(suite, files, ({ id }) => byId.get(id) ?? caseOf(id), folder.name);
  const goldens = open.files.map(open.read);
  const answer = { step: 1, sentAt: 0, receivedAt: 0, replies: [replyOf("1")], rest: Buffer.alloc(0), closed: false };
  const player = {
    name: "a daemon",
    failure: () => Promise.resolve(undefined),
    play: () => Promise.resolve([answer]),
  };
  const ids = goldens.map(({ id }) => id);
  return scoredBy(open, await runGoldens({ goldens, players: [player], ids, compare: "bytes" }));
}

/** Stores the present version of a case as `npm run suites` does. */
function keep(golden: Golden): void {
  const file = formerPath(contentOf(golden), folder.name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(formatGolden(golden)));
}

const outcomes = (results: readonly { readonly case: string; readonly outcome: string }[]) =>
  results.map((result) => `${result.case} ${result.outcome}`);

describe("contentOf()", () => {
  it("does not change with the title, the requirements and the place in the file", () => {
    const plain = goldenOf([exchangeOf()]);
    const other = goldenOf([exchangeOf({ line: 7 })], { title: "other words", requires: ["LOCK-2"], file: "x.yaml" });
    expect(contentOf(other)).toEqual(contentOf(plain));
  });

  it.each<[string, "sent" | "expected", Golden]>([
    ["another connection", "sent", goldenOf([exchangeOf({ conn: 2 })])],
    [
      "an additional wait",
      "sent",
      goldenOf([{ kind: "wait", number: 1, line: 0, seconds: 1 }, exchangeOf({ number: 2 })]),
    ],
    ["another reply", "expected", goldenOf([exchangeOf({ replies: [{ bytes: replyOf("2"), says: "2", masks: [] }] })])],
    ["a repetition", "expected", goldenOf([exchangeOf()], { flaky: 1000 })],
    [
      "a mask",
      "expected",
      goldenOf([
        exchangeOf({
          replies: [{ bytes: replyOf("1"), says: "1", masks: [{ at: "result", line: 1, is: "age", since: 1 }] }],
        }),
      ]),
    ],
  ])("changes with %s", (_, part, golden) => {
    expect(contentOf(golden)[part]).not.toBe(contentOf(goldenOf([exchangeOf()]))[part]);
  });
});

describe("a frozen suite", () => {
  const released = [caseOf("a/kept"), caseOf("a/mended", "2"), caseOf("a/gone")];
  const suite = freeze("0.1", released);

  it("gives the same verdict with the goldens of a later version", async () => {
    for (const golden of released) keep(golden);
    const before = await verdict(suite, released);
    // The daemon would pass the corrected case and fail the new one, and the deleted one would not be played.
    const after = await verdict(suite, [caseOf("a/kept"), caseOf("a/mended", "1"), caseOf("b/new", "3")]);
    expect(outcomes(after.results).sort()).toEqual(outcomes(before.results).sort());
    expect(exitCodeOf(after)).toBe(exitCodeOf(before));
    expect(after.suite?.changed).toEqual(["a/gone", "a/mended"]);
    expect(outcomes(after.suite?.later ?? [])).toEqual(["b/new diverged"]);
  });

  it("counts no later case, whatever comes of it", async () => {
    const good = freeze("0.1", [caseOf("a/kept")]);
    const run = await verdict(good, [caseOf("a/kept"), caseOf("b/new", "3")]);
    expect(exitCodeOf(run)).toBe(0);
  });

  it("keeps the tier that a case had", async () => {
    const both = [caseOf("a/kept"), caseOf("a/mended", "2")];
    const mended = { ...caseOf("a/mended", "2"), requires: ["LOCK-17"] };
    const { cases } = freeze("0.1", [caseOf("a/kept"), mended]);
    const run = await verdict({ ...suite, cases }, both);
    expect(cases["a/mended"]?.tier).not.toBe("core");
    expect(exitCodeOf({ ...run, require: "core" })).toBe(0);
    expect(exitCodeOf({ ...run, require: "edge" })).toBe(1);
  });

  it("is refused where a case that has changed was not kept", async () => {
    const lost = freeze("0.1", [caseOf("a/lost", "9")]);
    await expect(verdict(lost, [caseOf("a/lost", "8")])).rejects.toThrow(
      "a/lost as the suite has it is not in this package",
    );
  });
});

describe("frozenSuite()", () => {
  const before = freeze("0.1", [caseOf("a/one"), caseOf("a/two")]);
  const today = [caseOf("a/one", "2"), caseOf("a/three")];

  it("refuses a change that nobody gives a reason for", () => {
    expect(() => frozenSuite("0.2", "2026-02-02", today, { before, reasons: [] })).toThrow(
      "a/one and 1 more changed since suite 0.1, and conformance/suites/reasons.yaml does not say why",
    );
  });

  it("tells with suiteDiff() what was added, changed and removed, and why", () => {
    const reasons = [
      { cases: "a/one", why: "the recording was wrong" },
      { cases: "a/*", why: "covered by a/three" },
    ];
    const after = frozenSuite("0.2", "2026-02-02", today, { before, reasons });
    expect(suiteDiff(before, after, [after])).toMatchObject([
      { case: "a/one", kind: "changed", what: ["demands something else"], why: "the recording was wrong" },
      { case: "a/three", kind: "added", requires: ["LOCK-1"], why: undefined },
      { case: "a/two", kind: "removed", why: "covered by a/three" },
    ]);
  });

  it("writes what it reads", () => {
    expect(JSON.parse(writtenSuite(before))).toEqual(before);
  });
});

describe("the released suites", () => {
  it("can be read, and have cases", () => {
    expect(suiteNames()).toContain("0.1");
    for (const suite of suiteNames().map(loadSuite)) expect(Object.keys(suite.cases).length).toBeGreaterThan(900);
  });
});
