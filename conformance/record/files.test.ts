import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DirResult, dirSync } from "tmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseGolden } from "../golden/load.ts";
import { formatGolden } from "../golden/write.ts";
import { deriveSteps } from "./derive.ts";
import { applyChanges, changesIn, describeChange } from "./files.ts";
import type { Fresh } from "./record.ts";
import { sessionOf, type Turn } from "./testing/session.ts";

let folder: DirResult;
beforeEach(() => {
  folder = dirSync({ unsafeCleanup: true });
});
afterEach(() => folder.removeCallback());

/** A golden as recorded on this date from two passes. */
function recorded(id: string, at: string, first: readonly Turn[], second = first): Fresh {
  const recordedBy = { daemon: "reference", client: "a client", command: "record", at };
  const steps = deriveSteps(sessionOf(...first), sessionOf(...second));
  const text = formatGolden({ title: "a case", requires: ["K1"], recorded: recordedBy, steps });
  return { golden: parseGolden(id, `${id}.yaml`, text), text };
}

const record = (fresh: readonly Fresh[], part = false) => {
  const changes = changesIn(folder.name, fresh, part);
  applyChanges(folder.name, changes);
  return changes.map(describeChange).join("");
};
const textOf = (id: string) => readFileSync(join(folder.name, `${id}.yaml`), "utf8");

const status = (expires: number, sentAt: number, state = 3): Turn => [
  "get_work_unit_status('s', ['u'])",
  `[[{"status": ${state}, "expiration": ${expires}}], null]`,
  sentAt,
];
const now = (at: number) => recorded("a/one", "2026-01-01", [status(at + 300, at)], [status(at + 305, at + 5)]);

describe("changesIn() and applyChanges()", () => {
  it("leaves a file unchanged if only masked values and the date differ", () => {
    expect(record([now(1000)])).toBe("new a/one\n  a case\n");
    const before = textOf("a/one");
    utimesSync(join(folder.name, "a/one.yaml"), 1, 1);
    const later = recorded("a/one", "2027-12-31", [status(9300, 9000)], [status(9400, 9100)]);
    expect(record([later])).toBe("");
    expect(textOf("a/one")).toBe(before);
    expect(statSync(join(folder.name, "a/one.yaml")).mtimeMs).toBe(1000);
  });

  it("describes changes by step and path, and writes only changed files", () => {
    const other = recorded("b/two", "2026-01-01", [["clear()", "0"]]);
    record([now(1000), other]);
    utimesSync(join(folder.name, "b/two.yaml"), 1, 1);
    const fresh = recorded("a/one", "2026-02-02", [status(1300, 1000, 4)], [status(1305, 1005, 4)]);
    expect(record([fresh, other])).toBe("changed a/one\n  step 1 [0][0].status: 3 -> 4\n");
    expect(textOf("a/one")).toBe(fresh.text);
    expect(statSync(join(folder.name, "b/two.yaml")).mtimeMs).toBe(1000);
  });

  it.each<[string, readonly Turn[], string]>([
    ["a value that no longer varies", [["f()", "1300", 1000]], "step 1 result: no longer varies as now+300"],
    ["another request", [["g()", "1300", 1000]], "step 1 request: f() -> g()"],
    ["another kind of string", [["f()", "'x'", 1000]], "step 1 result (type): 1300 -> 'x'"],
    [
      "an additional step",
      [
        ["f()", "1300", 1000],
        ["clear()", "0"],
      ],
      "1 steps -> 2 steps, from step 2 on: nothing -> clear()",
    ],
    ["an additional wait", [1, ["f()", "1300", 1000]], "1 steps -> 2 steps, from step 1 on: f() -> wait 1"],
  ])("tells of %s", (_, turns, told) => {
    record([recorded("a/one", "2026-01-01", [["f()", "1300", 1000]], [["f()", "1309", 1009]])]);
    expect(record([recorded("a/one", "2026-01-01", turns)])).toContain(told);
  });

  it("removes goldens that are no longer recorded, unless only a part was recorded", () => {
    const [one, two] = [now(1000), recorded("b/two", "2026-01-01", [["clear()", "0"]])];
    record([one, two]);
    expect(record([one], true)).toBe("");
    expect(record([one])).toBe("removed b/two\n");
    expect(() => textOf("b/two")).toThrow(/ENOENT/);
  });

  it("completes a file that has only calls, and reports it as a new golden", () => {
    mkdirSync(join(folder.name, "a"));
    writeFileSync(join(folder.name, "a/one.yaml"), "version: 1\ntitle: t\nrequires: [MSG-1]\nsteps: |\n  f()\n");
    const told = record([now(1000)]);
    expect(told).toMatch(/^new a\/one\n/);
    expect(told).not.toContain("could not be used");
    expect(record([now(1000)])).toBe("");
  });

  it("replaces a file that cannot be used", () => {
    record([now(1000)]);
    writeFileSync(join(folder.name, "a/one.yaml"), "version: 1\n");
    expect(record([now(1000)])).toMatch(/^changed a\/one\n {2}the file could not be used: /);
    expect(record([now(1000)])).toBe("");
  });
});
