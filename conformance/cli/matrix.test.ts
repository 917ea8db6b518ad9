import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { afterAll, expect, it } from "vitest";
import { PEERS } from "../package-files.ts";
import { runCli } from "./testing/run-cli.ts";

const folder = dirSync({ unsafeCleanup: true });
afterAll(() => folder.removeCallback());
const path = (name: string) => join(folder.name, name);

it("matrix makes a page and Markdown of what run --report json saved", async () => {
  const replies = `${PEERS}/go-coordinate/replies.jsonl.gz`;
  await runCli(["run", "locks/*", "--replies", replies, "--report", `json=${path("go.json")}`]);
  const argv = ["matrix", `the Go daemon=${path("go.json")}`, "--html", path("m.html"), "--markdown", path("m.md")];
  expect(await runCli(argv)).toMatchObject({ code: 0, stdout: "", stderr: "" });
  expect(readFileSync(path("m.html"), "utf8")).toContain("the Go daemon");
  expect(readFileSync(path("m.md"), "utf8")).toContain("again with `coordinate-conformance run 'locks/*' --replies");
});

it.each([
  [["matrix"], "name the files that 'run --report json=FILE' wrote"],
  [["matrix", "missing.json", "--html", path("none.html")], "cannot read missing.json"],
])("%j is wrong usage, and writes nothing", async (argv, message) => {
  const { code, stderr } = await runCli(argv);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(existsSync(path("none.html"))).toBe(false);
});
