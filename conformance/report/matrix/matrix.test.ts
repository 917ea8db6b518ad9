import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dirSync } from "tmp";
import { afterAll, describe, expect, it } from "vitest";
import type { Result, Run } from "../../run/result.ts";
import { json } from "../json.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { matrixHtml } from "./html.ts";
import { matrixPage } from "./markdown.ts";
import { clausesOf, matrixOf } from "./matrix.ts";
import { readSaved, type Saved } from "./saved.ts";

const folder = dirSync({ unsafeCleanup: true });
afterAll(() => folder.removeCallback());

const [base] = sampleRun.results;
const finding = sampleRun.results.flatMap(({ differences }) => differences)[0];
if (base === undefined || finding === undefined) throw new Error("the sample run has no finding");

const result = (id: string, change: Partial<Result> = {}): Result => ({
  ...base,
  case: id,
  requires: ["LOCK-7"],
  ...change,
});
const far = { ...finding, step: 9, call: ["lock('far')"] };
const near = { ...finding, step: 2, call: ["lock('near')"], got: "<b>`1`" };

/** A result after it was saved and loaded. */
function saved(name: string, results: readonly Result[], change: Partial<Run> = {}): Saved {
  const file = join(folder.name, `${name}.json.gz`);
  const style = {
    colour: false,
    columns: undefined,
    verbose: false,
    goldens: () => [],
    kills: () => [],
    again: String,
  };
  const run = { ...sampleRun, ...change, results };
  writeFileSync(file, gzipSync(json(run, { ...style, command: `run -- ${name}` })));
  return readSaved(file);
}

const good = saved("good", [result("a/one"), result("a/two"), result("b/conf", { requires: ["CONF-2"] })]);
const bad = saved("bad", [
  result("a/one", { outcome: "diverged", differences: [far], requires: ["LOCK-7", "K18"] }),
  result("a/two", { listed: [{ point: "K19", reason: "r", count: 1, flaky: false, from: "x:1", first: near }] }),
  result("b/conf", { requires: ["CONF-2"], outcome: "not-run" }),
  result("coordinate/tests.py::test", { suite: "python", outcome: "diverged" }),
]);

describe("readSaved()", () => {
  it("reads the name, the command and the facts of a report", () => {
    expect(bad).toMatchObject({ name: "bad", command: "run -- bad", day: "2026-11-24", compare: "ordered" });
    expect(readSaved(`my daemon=${join(folder.name, "bad.json.gz")}`).name).toBe("my daemon");
  });

  it("skips results that are not of goldens", () => {
    expect(bad.results.map((each) => each.case)).toEqual(["a/one", "a/two", "b/conf"]);
  });

  it.each([
    ["{}", "is no report of version 1"],
    ["nonsense", "cannot read"],
    ['{"version": 1, "results": []}', "has no case of a golden"],
  ])("refuses %s", (text, message) => {
    const file = join(folder.name, "other.json");
    writeFileSync(file, text);
    expect(() => readSaved(file)).toThrow(message);
  });
});

describe("matrixOf()", () => {
  const matrix = matrixOf([good, bad]);
  const lock = clausesOf(matrix).find(({ name }) => name === "LOCK-7");

  it("counts listed divergences as differences, with their points", () => {
    expect(lock?.cells).toMatchObject([
      { same: 2, different: 0, points: [], shortest: undefined },
      { same: 0, different: 2, points: ["K18", "K19"] },
    ]);
  });

  it("has the shortest session of each cell", () => {
    expect(lock?.cells[1]?.shortest).toMatchObject({ case: "a/two", step: 2, call: "lock('near')", point: "K19" });
  });

  it("has rows for the tiers, features and areas that some case is about", () => {
    expect(matrix.features.map(({ name }) => name)).toEqual(["locks"]);
    expect(matrix.areas.map(({ name }) => name)).toEqual(["LOCK", "CONF"]);
    expect(matrix.tiers.find(({ name }) => name === "documented")?.cells.map(({ same }) => same)).toEqual([2, 0]);
  });

  it("counts cases that did not run separately", () => {
    const conf = clausesOf(matrix).find(({ name }) => name === "CONF-2");
    expect(conf?.cells[1]).toMatchObject({ same: 0, different: 0, notRun: 1 });
  });
});

describe("matrixPage()", () => {
  const page = matrixPage([good, bad], "A title", "");

  it("has a row for each broken clause, and its shortest sessions below", () => {
    expect(page).toContain("| [LOCK-7](#lock-7) | 2 | **0 of 2** K18 K19 |");
    expect(page).toContain("- bad K19: `` a/two step 2: lock('near'): [0].status: expected 3, got <b>`1` ``");
    expect(page).not.toContain("[CONF-2]");
  });

  it("shows how each column was measured", () => {
    expect(page).toContain(
      "- **bad**: 127.0.0.1:5932, level ordered, 2026-11-24, coordinate-conformance 0.0.0; again with `run -- bad`",
    );
  });
});

describe("matrixHtml()", () => {
  it("escapes what a daemon sent", () => {
    const page = matrixHtml([good, bad]);
    expect(page).not.toContain("<b>`1`");
    expect(page).toContain("&#60;b&#62;`1`");
  });

  it("renders 900 cases of six implementations within a few seconds of CPU time", () => {
    const many = Array.from({ length: 926 }, (_, i) => result(`a/${i}`, { requires: ["LOCK-7", "CONF-2"] }));
    const columns = Array.from({ length: 6 }, (_, i) => ({ ...saved("many", many), name: String(i) }));
    const before = process.cpuUsage();
    expect(matrixHtml(columns).length).toBeGreaterThan(100_000);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(20);
  });
});
