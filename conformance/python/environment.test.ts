import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "../cache-folder.ts";
import { environmentVariables, prepareEnvironment } from "./environment.ts";
import { scratchFolder } from "./testing/scratch.ts";

/** A shim folder that pins one package, which is in the cache already, and an interpreter that "unpacks" by copying. */
function setting(unpack = `mkdir "$2" && cp "$3" "$2/"`) {
  const scratch = scratchFolder();
  const hash = createHash("sha256").update("content").digest("hex");
  scratch.file("shim/requirements.txt", `pack==1.0 --hash=sha256:${hash}\n`);
  scratch.file("shim/unpack.py", "the interpreter below stands in for it");
  scratch.file("cache/packages/pack.whl", "content");
  const said: string[] = [];
  const preparation = {
    interpreter: {
      file: scratch.script("python", unpack),
      args: [],
      implementation: "Jython",
      version: "2.7.3",
    } as const,
    cache: join(scratch.folder, "cache"),
    env: { PATH: process.env.PATH },
    shim: join(scratch.folder, "shim"),
    signal: AbortSignal.timeout(10_000),
    say: (line: string) => said.push(line),
  };
  return { scratch, preparation, said, made: () => readdirSync(join(scratch.folder, "cache", "python")) };
}

describe("prepareEnvironment()", () => {
  it("unpacks the packages into a folder of the cache, once", async () => {
    const { preparation, said, made } = setting();
    const folder = await prepareEnvironment(preparation);
    expect(await prepareEnvironment(preparation)).toBe(folder);
    expect(readFileSync(join(folder, "pack.whl"), "utf8")).toBe("content");
    expect(said).toEqual([`preparing the packages of Jython 2.7.3 in ${folder}`]);
    expect(made()).toHaveLength(1);
  });

  it("makes another folder for another interpreter and for other packages", async () => {
    const { scratch, preparation, made } = setting();
    await prepareEnvironment(preparation);
    await prepareEnvironment({ ...preparation, interpreter: { ...preparation.interpreter, version: "2.7.4" } });
    scratch.file("shim/unpack.py", "changed");
    await prepareEnvironment(preparation);
    expect(made()).toHaveLength(3);
  });

  it("serves two runs at once, and both get whole folders", async () => {
    const { preparation, made } = setting(`mkdir "$2" && cp "$3" "$2/" && sleep 0.1`);
    const [one, two] = await Promise.all([prepareEnvironment(preparation), prepareEnvironment(preparation)]);
    expect(one).toBe(two);
    expect(readdirSync(one ?? "")).toEqual(["pack.whl"]);
    expect(made()).toHaveLength(1);
  });

  it("leaves nothing that looks whole when it fails, and works the next time", async () => {
    const { scratch, preparation, made } = setting(`mkdir "$2" && exit 1`);
    await expect(prepareEnvironment(preparation)).rejects.toThrow("Command failed with exit code 1");
    expect(made()).toEqual([]);
    scratch.script("python", `mkdir "$2" && cp "$3" "$2/"`);
    expect(readdirSync(await prepareEnvironment(preparation))).toEqual(["pack.whl"]);
  });

  it("repairs what a killed run left behind", async () => {
    const { preparation, scratch, made } = setting();
    const left = join(scratch.folder, "cache", "python", "jython-2.7.3-0.part");
    mkdirSync(left, { recursive: true });
    utimesSync(left, 0, 0);
    const folder = await prepareEnvironment(preparation);
    expect(existsSync(join(folder, "pack.whl"))).toBe(true);
    expect(made()).toHaveLength(1);
  });
});

describe("cacheFolder()", () => {
  it.each([
    [{ XDG_CACHE_HOME: "/x", HOME: "/h" }, undefined, "/x/coordinate-conformance"],
    [{ HOME: "/h" }, undefined, "/h/.cache/coordinate-conformance"],
    [{ XDG_CACHE_HOME: "/x" }, "given", "given"],
  ])("of %j and --cache %s is %s", (env, given, expected) => {
    expect(cacheFolder(given, env)).toBe(expected);
  });
});

describe("environmentVariables()", () => {
  it("gives Jython a path of its own name, with the stand-in for a module that it lacks", () => {
    const jython = { file: "jython", args: [], implementation: "Jython", version: "2.7.3" } as const;
    const { JYTHONPATH, PYTHONPATH } = environmentVariables("/packages", jython);
    expect(JYTHONPATH).toMatch(/^\/packages:.*python-shim:.*stand_ins\/any:.*stand_ins\/jython$/);
    expect(PYTHONPATH).toBeUndefined();
    expect(environmentVariables("/packages", { ...jython, implementation: "CPython" }).PYTHONPATH).not.toContain(
      "stand_ins/jython",
    );
  });
});
