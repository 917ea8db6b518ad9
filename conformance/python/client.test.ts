import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { listen } from "../client/testing/listen.ts";
import { prepareClient } from "./client.ts";
import { findInterpreter, type Interpreter, NoPythonError } from "./interpreter.ts";
import { scratchFolder } from "./testing/scratch.ts";

const interpreter = await findInterpreter({ env: process.env }).catch((error: unknown): Interpreter | undefined => {
  if (error instanceof NoPythonError) return undefined;
  throw error;
});
const search = (python: Interpreter) => ({
  interpreter: python,
  env: process.env,
  signal: new AbortController().signal,
});
const NO_PYTHON: Interpreter = { file: "/nowhere", args: [], implementation: "CPython", version: "2.7" };

/** A source tree with only the files by which a client is recognised. */
function sourceTree(): string {
  const folder = scratchFolder().folder;
  mkdirSync(join(folder, "src", "coordinate", "tests"), { recursive: true });
  writeFileSync(join(folder, "src", "coordinate", "job_client.py"), "NAME = 'mine'\n");
  writeFileSync(join(folder, "src", "coordinate", "tests", "x.pyc"), "compiled");
  writeFileSync(join(folder, "src", "setup.py"), "raise SystemExit('no setup script runs')\n");
  return join(folder, "src");
}

describe("prepareClient()", () => {
  it("needs nothing for the pinned client", async () => {
    expect(await prepareClient("0.1.5", search(NO_PYTHON))).toMatchObject({ given: "0.1.5", folder: undefined });
  });

  it.each([
    ["0.1.11", "only 0.1.5 is"],
    ["/nowhere/at/all", "there is no client at /nowhere/at/all"],
  ])("refuses %s", async (given, message) => {
    await expect(prepareClient(given, search(NO_PYTHON))).rejects.toThrow(message);
  });
});

describe.skipIf(interpreter === undefined)("prepareClient() with a Python 2.7", () => {
  const prepare = (given: string) => prepareClient(given, search(interpreter ?? NO_PYTHON));
  const versionIn = (folder: string, version: string) =>
    readFileSync(join(folder, `coordinate-${version.replaceAll("-", "_")}.egg-info`), "utf8").includes(
      `Version: ${version}\n`,
    );

  it("copies the package of a source tree, without what was compiled, and removes the copy", async () => {
    const tree = sourceTree();
    writeFileSync(join(tree, "RELEASE-VERSION"), "0.9.1-2\n");
    const { folder = "", remove } = await prepare(tree);
    expect(readFileSync(join(folder, "coordinate", "job_client.py"), "utf8")).toContain("mine");
    expect(existsSync(join(folder, "coordinate", "tests", "x.pyc"))).toBe(false);
    expect(existsSync(join(folder, "setup.py"))).toBe(false);
    expect(versionIn(folder, "0.9.1-2")).toBe(true);
    await remove();
    expect(existsSync(folder)).toBe(false);
  });

  it("asks git for the version of a source tree that does not say it", async () => {
    const tree = sourceTree();
    const git = (...args: string[]) => execa("git", ["-C", tree, "-c", "user.name=a", "-c", "user.email=a@b", ...args]);
    await git("init", "-q");
    await git("add", ".");
    await git("commit", "-q", "-m", "all");
    await git("tag", "0.8.7");
    const { folder = "", remove } = await prepare(tree);
    expect(versionIn(folder, "0.8.7")).toBe(true);
    await remove();
  });

  it("takes a source archive by its URL, and checks the hash that the URL names", async () => {
    const tree = sourceTree();
    const archive = join(tree, "..", "coordinate-0.7.0.tar.gz");
    await execa("tar", ["-czf", archive, "-C", join(tree, ".."), "--transform", "s,^src,coordinate-0.7.0,", "src"]);
    const content = readFileSync(archive);
    const server = createServer((_, response) => response.end(content));
    const url = `http://127.0.0.1:${(await listen(server)).port}/coordinate-0.7.0.tar.gz`;
    const { folder = "", remove } = await prepare(url);
    expect(versionIn(folder, "0.7.0")).toBe(true);
    await remove();
    await expect(prepare(`${url}#sha256=${"0".repeat(64)}`)).rejects.toThrow("has the hash");
    server.close();
  });

  it("refuses what holds no client", async () => {
    const tree = scratchFolder().folder;
    await expect(prepare(tree)).rejects.toThrow("no package `coordinate`");
  });
});
