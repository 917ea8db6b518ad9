import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { datedChangelog, mayFollow, NAMING, naming, suiteOf } from "./texts.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string) => readFileSync(`${root}${name}`, "utf8");
const { version } = JSON.parse(read("package.json"));

describe("datedChangelog()", () => {
  const changelog = "# Changelog\n\n## 0.2.0 (unreleased)\n- More.\n\n## 0.1.0 (2026-01-01)\n- All.\n";

  it("dates the section of the version", () => {
    expect(datedChangelog(changelog, "0.2.0", "2026-02-02")).toBe(changelog.replace("unreleased", "2026-02-02"));
  });

  it.each([
    ["0.1.0", "has no section '## 0.1.0 (unreleased)'"],
    ["0.3.0", "has no section"],
  ])("refuses %s", (wanted, message) => {
    expect(() => datedChangelog(changelog, wanted, "2026-02-02")).toThrow(message);
  });

  it("refuses a version of which nothing is said", () => {
    expect(() => datedChangelog("# C\n\n## 0.2.0 (unreleased)\n\n## 0.1.0\n", "0.2.0", "x")).toThrow("says nothing");
  });
});

describe("naming()", () => {
  it.each(NAMING)("changes the version in %s, and nothing is left", (name) => {
    const changed = naming(read(name), version, "99.8.7");
    expect(changed).toContain("99.8.7");
    const others = changed
      .split("\n")
      .filter((line) => new RegExp(`(?<![\\d.])${version.replaceAll(".", "\\.")}(?![\\d.])`).test(line));
    expect(others).toEqual([]);
  });
});

describe("suiteOf()", () => {
  it.each([
    ["0.2.0", "0.2"],
    ["1.0.0", "1.0"],
    ["0.2.1", undefined],
  ])("of %s is %s", (given, suite) => {
    expect(suiteOf(given)).toBe(suite);
  });
});

describe("mayFollow()", () => {
  it.each([
    ["0.1.0", "0.1.0", true],
    ["0.1.1", "0.1.0", true],
    ["0.2.0", "0.1.9", true],
    ["1.0.0", "0.9.9", true],
    ["0.1.0", "0.1.1", false],
    ["0.9.0", "1.0.0", false],
    ["1.0", "0.1.0", false],
    ["", "0.1.0", false],
  ])("lets %s follow %s: %s", (next, last, is) => {
    expect(mayFollow(next, last)).toBe(is);
  });
});

describe("npm run release", () => {
  const release = (...args: string[]) => {
    const argv = [`${root}ci/release/release.mjs`, ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: "utf8" });
    return { status, stdout, stderr };
  };

  it("says what it would do, and does nothing, with --dry-run", () => {
    const changelog = read("CHANGELOG.md");
    const [, next] = /^## (\S+) \(unreleased\)$/m.exec(changelog) ?? [];
    const { status, stdout, stderr } = release(next ?? version, "--dry-run", "--no-checks");
    expect(read("CHANGELOG.md")).toBe(changelog);
    if (next === undefined) return expect({ status, stderr }).toMatchObject({ status: 1 });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`would commit, tag v${next}, and pack coordinate-conformance-${next}.tgz`);
  });

  it.each([[[]], [["next"]], [["0.0.1"]], [["99.0.0"]]])("refuses %j", (args) => {
    const { status, stderr } = release(...args, "--dry-run", "--no-checks");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^release: (name one version|CHANGELOG\.md has no section)/);
  });
});
