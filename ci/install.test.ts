import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { dirSync } from "tmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A clone with a fake npm, which logs when it starts and ends, and waits for a file `go`. */
const NPM = `#!${process.execPath}
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
const note = (line) => appendFileSync("log", line + "\\n");
note("begin " + process.pid);
mkdirSync("node_modules", { recursive: true });
process.on("SIGINT", () => { note("stopped"); process.exit(130); });
process.on("SIGTERM", () => { note("stopped"); process.exit(143); });
setInterval(() => {
  if (!existsSync("go")) return;
  writeFileSync("node_modules/.package-lock.json", "{}");
  note("end");
  process.exit(0);
}, 5);
`;

describe("the first install", () => {
  let folder: ReturnType<typeof dirSync>;
  const path = (...names: string[]) => join(folder.name, ...names);
  const log = () => (existsSync(path("log")) ? readFileSync(path("log"), "utf8").split("\n").filter(Boolean) : []);
  const started: ChildProcess[] = [];

  beforeEach(() => {
    folder = dirSync({ unsafeCleanup: true });
    mkdirSync(path("ci"));
    mkdirSync(path("bin"));
    for (const name of ["install.mjs", "lock.mjs", "child.mjs"]) {
      copyFileSync(new URL(name, import.meta.url), path("ci", name));
    }
    writeFileSync(path("package-lock.json"), "{}");
    writeFileSync(path("package.json"), JSON.stringify({ engines: { node: ">=20.12" } }));
    writeFileSync(path("bin", "npm"), NPM);
    chmodSync(path("bin", "npm"), 0o755);
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
    folder.removeCallback();
  });

  function install(): ChildProcess {
    const env = { ...process.env, PATH: `${path("bin")}:${process.env.PATH}` };
    const child = spawn(process.execPath, ["ci/install.mjs"], { cwd: folder.name, env, stdio: "ignore" });
    started.push(child);
    return child;
  }
  const untilLog = (lines: number) => expect.poll(() => log().length, { timeout: 60_000 }).toBe(lines);

  it.each(["SIGINT", "SIGTERM"] as const)(
    "that %s ends leaves no npm, no lock, and the next one begins anew",
    async (signal) => {
      const first = install();
      await untilLog(1);
      first.kill(signal);
      const [code] = await once(first, "close");
      expect(code).not.toBe(0);
      expect(log().at(-1)).toBe("stopped");
      expect(existsSync(path(".lock"))).toBe(false);

      writeFileSync(path("go"), "");
      const [again] = await once(install(), "close");
      expect(again).toBe(0);
      expect(log().slice(2)).toEqual([expect.stringMatching(/^begin/), "end"]);
    },
  );

  it("is made once, however many scripts are started together", async () => {
    const both = [install(), install()];
    const ends = both.map((child) => once(child, "close"));
    await untilLog(1);
    writeFileSync(path("go"), "");
    expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0]);
    expect(log()).toEqual([expect.stringMatching(/^begin/), "end"]);
  });

  it("takes the lock of a process that is gone", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "close");
    mkdirSync(path(".lock"));
    writeFileSync(path(".lock", "pid"), String(gone.pid));
    writeFileSync(path("go"), "");
    const [code] = await once(install(), "close");
    expect(code).toBe(0);
  });
});
