import { describe, expect, it } from "vitest";
import { PEERS } from "../package-files.ts";
import { runCli } from "./testing/run-cli.ts";

const replies = `${PEERS}/go-coordinate/replies.jsonl.gz`;

describe("run --suite", () => {
  it("names the suite in the reports", async () => {
    const { code, stdout } = await runCli([
      ...["run", "sanity/session", "--suite", "0.1", "--replies", replies, "--report", "pretty", "--report", "json"],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(", suite 0.1, level ordered");
    expect(JSON.parse(stdout.slice(stdout.indexOf("{\n")))).toMatchObject({ suite: { name: "0.1", later: [] } });
  });

  it.each([
    [["run", "--suite", "99.1", "--replies", replies], "--suite takes "],
    [["run", "--suite", "0.1", "--goldens", "x", "--replies", replies], "give either --suite or --goldens"],
    [["suite"], "say list, diff FROM TO, or freeze NAME"],
    [["suite", "diff", "today", "0.1"], "today is later than 0.1"],
    [["suite", "freeze", "0.1"], "a suite that was released never changes"],
    [["suite", "freeze", "next"], "a suite is called by numbers"],
  ])("is refused for %j", async (argv, message) => {
    const { code, stderr } = await runCli(argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

it("list --suite lists the cases of the suite", async () => {
  const { stdout } = await runCli(["list", "sanity/*", "--suite", "0.1", "--ids"]);
  expect(stdout).toBe("sanity/session\n");
});

describe("suite", () => {
  it("lists the suites", async () => {
    expect((await runCli(["suite", "list"])).stdout).toMatch(/^0\.1 {2}\d{4}-\d\d-\d\d {2}\d+ cases$/m);
  });

  it("prints no difference of a suite from itself", async () => {
    expect((await runCli(["suite", "diff", "0.1", "0.1"])).stdout).toContain("added: 0\nchanged: 0\nremoved: 0\n");
  });
});
