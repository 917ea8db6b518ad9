import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fakeCommand } from "../client/testing/fake-daemon.ts";
import { replyOf } from "../golden/testing/golden.ts";
import { answering, twoGoldens } from "./testing/two-goldens.ts";

const { path, replies, run, remove } = twoGoldens();
afterAll(remove);

describe("run --failed", () => {
  it("plays those that failed last time, and all when none did", async () => {
    const env = { env: { XDG_CACHE_HOME: path("another-cache") } };
    const file = await replies("1");
    expect(await run(["--replies", file, "--failed"], env)).toMatchObject({ code: 2 });
    const wrong = await replies("2", ["work/one"]);
    const right = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.includes("work/two"));
    writeFileSync(wrong, `${readFileSync(wrong, "utf8")}${right.join("\n")}\n`);
    expect((await run(["--replies", wrong], env)).code).toBe(1);
    const other = await run(["--replies", wrong, "--failed", "work/two"], env);
    expect(other).toMatchObject({ code: 0, stderr: "no case of these failed last time: all are run\n" });
    const again = await run(["--replies", wrong, "--failed", "--verbose"], env);
    expect(again.stdout).toMatch(/\n0 passed, 1 failed, 0 skipped\n$/);
    writeFileSync(wrong, readFileSync(file, "utf8"));
    expect((await run(["--replies", wrong, "--failed"], env)).stdout).toMatch(/\n1 passed, 0 failed, 0 skipped\n$/);
    const all = await run(["--replies", wrong, "--failed"], env);
    expect(all).toMatchObject({ code: 0, stderr: "no case failed last time: all are run\n" });
    expect(all.stdout).toMatch(/\n2 passed/);
  });
});

describe("run --expect and --write-expect", () => {
  const written = (name: string) => readFileSync(path(name), "utf8");

  it("writes what differs, and passes with it once every reason is there", async () => {
    const file = await replies("2");
    const first = await run(["--replies", file, "--write-expect", path("own/known.yaml")]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain(": 2 differences in 1 entry, 1 of them new or longer; 1 reason to fill in\n");
    const without = await run(["--replies", file, "--expect", path("own/known.yaml")]);
    expect(without).toMatchObject({ code: 2, stdout: "" });
    expect(without.stderr).toContain("1 entry has no reason: write them, or run again with --write-expect");
    writeFileSync(path("own/known.yaml"), written("own/known.yaml").replaceAll('reason: ""', "reason: it counts"));
    expect(await run(["--replies", file, "--expect", path("own/known.yaml")])).toMatchObject({ code: 0 });
    expect(await run(["--replies", await replies("3"), "--expect", path("own/known.yaml")])).toMatchObject({ code: 1 });
    expect(await run(["--replies", await replies("1"), "--expect", path("own/known.yaml")])).toMatchObject({ code: 1 });
    const filled = await run(["--replies", file, "--write-expect", path("own/known.yaml"), "--reason", "another"]);
    expect(filled.stdout).toContain(": 2 differences in 1 entry\n");
    expect(written("own/known.yaml")).toContain("reason: it counts");
    expect(await run(["--replies", file, "work/one", "--expect", path("own/known.yaml")])).toMatchObject({ code: 0 });
  });

  it("keeps reasons, short entries that show, flaky ones, and what was not measured", async () => {
    const expectFile = path("own/kept.yaml");
    const place = (name: string) => `{case: work/${name}, step: 1, path: result, kind: value, got: "7"}`;
    writeFileSync(
      expectFile,
      `version: 1
daemon: mine 0.3
compare: ordered
divergences:
  - {cases: work/two, reason: two is not done}
  - {cases: "*/nothing*", reason: about nothing}
  - reason: one counts up
    seen:
      - ${place("one")}
flaky:
  - {cases: work/one, reason: now and then}
`,
    );
    const again = await run(["--replies", await replies("2"), "--write-expect", expectFile]);
    expect(again.stdout).toContain(": 2 differences in 4 entries\n");
    const text = written("own/kept.yaml");
    expect(text).toContain("daemon: mine 0.3");
    expect(text).toContain("cases: work/two");
    expect(text).toContain("now and then");
    expect(text).toContain('{case: work/one, step: 1, path: result, kind: value, got: "2"}');
    const partly = await run(["--replies", await replies("5"), "work/two", "--write-expect", expectFile]);
    expect(partly.code).toBe(0);
    expect(written("own/kept.yaml")).toContain('{case: work/one, step: 1, path: result, kind: value, got: "2"}');
  });

  it.each([
    [["--replies", "x", "--peer", "go-coordinate", "--expect", "y"], /either --peer or --expect/],
    [["--replies", "x", "--reason", "y"], /--reason needs --write-expect/],
  ])("refuses %j", async (argv, message) => {
    expect(await run(argv)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});

describe("run against a daemon", () => {
  it("keeps its replies, and judges them again without it", async () => {
    const daemon = await answering("2");
    const file = path("kept.jsonl");
    const live = await run([
      "--address",
      daemon.address,
      "--allow-clear",
      "--timeout",
      "1",
      "--save-replies",
      file,
      "work/one",
    ]);
    daemon.close();
    const kept = await run(["--replies", file, "work/one"]);
    expect([live.code, kept.code]).toEqual([1, 1]);
    const finding = /\[?result: value[\s\S]*got {7}2/;
    expect(live.stdout).toMatch(finding);
    expect(kept.stdout).toMatch(finding);
  });

  it("tells of a crash once, keeps the results so far, and runs nothing more", async () => {
    // The daemon answers worker_stats, clear and list_worker_modes, and ends at the call of the first case.
    const answer = `for (const _ of chunk.toString("hex").matchAll(/d818/g)) {
      globalThis.count = (globalThis.count ?? 0) + 1;
      if (globalThis.count === 4) { console.error(["out", "of luck"].join(" ")); process.exit(9); }
      socket.write(Buffer.from("${replyOf("1").toString("hex")}", "hex"));
    }`;
    const { code, stdout } = await run(["--", ...fakeCommand(answer)]);
    expect(code).toBe(1);
    expect(stdout).toContain("✗ work/one");
    expect(stdout.match(/out of luck/g)).toHaveLength(1);
    expect(stdout).toMatch(/\n0 passed, 1 failed, 1 skipped\n$/);
  });
});

describe("what run prints", () => {
  it("goes to files and stdout side by side", async () => {
    const reports = ["tap", "junit", "json", "html", "github", "badge", "pretty"].map((name) => [
      "--report",
      `${name}=${path(`report.${name}`)}`,
    ]);
    const { stdout } = await run(["--replies", await replies("2"), "--report", "tap", ...reports.flat()], {
      isTTY: true,
      columns: 40,
    });
    expect(stdout).toMatch(/^TAP version 14\n/);
    expect(readFileSync(path("report.tap"), "utf8")).toBe(stdout);
    const written = readdirSync(path(".")).filter((name) => name.startsWith("report."));
    expect(written).toHaveLength(7);
    for (const name of written) expect(readFileSync(path(name), "utf8")).not.toContain("\u001b");
    expect(readFileSync(path("report.html"), "utf8")).toContain("the case one");
  });

  it("is coloured and shows its progress on a terminal only", async () => {
    const argv = ["--replies", await replies("2")];
    const terminal = await run(argv, { isTTY: true, columns: 60 });
    expect(terminal.stdout).toContain("\u001b[31m");
    expect(terminal.stderr).toContain("1/2, 1 failed  work/one");
    const quiet = await run(argv, { isTTY: true, columns: 60, env: { NO_COLOR: "1" } });
    expect(quiet.stdout).not.toContain("\u001b");
    const pipe = await run(argv);
    expect(pipe.stdout).not.toContain("\u001b");
    expect(pipe.stderr).toBe("");
  });

  it("adds to the summary of a GitHub workflow", async () => {
    const summary = path("summary.md");
    mkdirSync(dirname(summary), { recursive: true });
    writeFileSync(summary, "before\n");
    await run(["--replies", await replies("2"), "--report", "github"], { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(readFileSync(summary, "utf8")).toMatch(
      /^before\n### Coordinate conformance: 0 passed, 2 failed, 0 skipped\n/,
    );
  });

  it("leaves --help of the daemon's own command line alone", async () => {
    const { stdout } = await run(["--", "/nonexistent/daemon", "--help", "{port}"]);
    expect(stdout).not.toContain("Usage:");
  });
});
