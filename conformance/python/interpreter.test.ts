import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findInterpreter } from "./interpreter.ts";
import { type Scratch, scratchFolder } from "./testing/scratch.ts";

const answering = (implementation: string, version: string) =>
  `echo '["${implementation}", "${version}", [${version.split(".").slice(0, 2).join(", ")}]]'`;

/** Independent of this machine: only what a test puts into PATH or the pyenv folder. */
const only = ({ folder }: Scratch) => ({
  PATH: join(folder, "bin"),
  PYENV_ROOT: join(folder, "pyenv"),
});

describe("findInterpreter()", () => {
  it("takes python2.7 from the path", async () => {
    const scratch = scratchFolder();
    scratch.script("bin/python2.7", answering("CPython", "2.7.18"));
    expect(await findInterpreter({ env: only(scratch) })).toEqual({
      file: "python2.7",
      args: [],
      implementation: "CPython",
      version: "2.7.18",
    });
  });

  it("passes over a python2.7 that only says where it would be, and takes the newest of pyenv", async () => {
    const scratch = scratchFolder();
    scratch.script("bin/python2.7", "echo 'pyenv: python2.7: command not found' >&2; exit 127");
    scratch.script("pyenv/versions/2.7.9/bin/python2.7", answering("CPython", "2.7.9"));
    const newest = scratch.script("pyenv/versions/2.7.18/bin/python2.7", answering("CPython", "2.7.18"));
    scratch.script("pyenv/versions/3.11.7/bin/python2.7", answering("CPython", "3.11.7"));
    expect(await findInterpreter({ env: only(scratch) })).toMatchObject({ version: "2.7.18", file: newest });
  });

  it("falls back to jython", async () => {
    const scratch = scratchFolder();
    scratch.script("bin/python2", answering("CPython", "3.9.0"));
    scratch.script("bin/jython", answering("Jython", "2.7.3"));
    expect(await findInterpreter({ env: only(scratch) })).toMatchObject({ implementation: "Jython", file: "jython" });
  });

  it("runs a jar with java", async () => {
    const scratch = scratchFolder();
    scratch.script("bin/java", `[ "$1" = -jar ] && [ "$2" = x/jython.jar ] && ${answering("Jython", "2.7.3")}`);
    expect(await findInterpreter({ given: "x/jython.jar", env: only(scratch) })).toMatchObject({
      file: "java",
      args: ["-jar", "x/jython.jar"],
    });
  });

  it("takes the one in $COORDINATE_PYTHON, and --python before that", async () => {
    const scratch = scratchFolder();
    scratch.script("bin/python2.7", answering("CPython", "2.7.1"));
    const second = scratch.script("second", answering("CPython", "2.7.2"));
    const third = scratch.script("third", answering("CPython", "2.7.3"));
    const env = { ...only(scratch), COORDINATE_PYTHON: second };
    expect(await findInterpreter({ env })).toMatchObject({ version: "2.7.2" });
    expect(await findInterpreter({ env, given: third })).toMatchObject({ version: "2.7.3" });
  });

  it("does not replace a named one that is no Python 2.7", async () => {
    const scratch = scratchFolder();
    scratch.script("bin/python2.7", answering("CPython", "2.7.18"));
    const named = scratch.script("named", answering("CPython", "3.11.7"));
    await expect(findInterpreter({ given: named, env: only(scratch) })).rejects.toThrow(
      `${named}: is CPython 3.11.7, not 2.7`,
    );
  });

  it.each([
    ["says nothing", "true", "did not answer as a Python does"],
    ["is PyPy", answering("PyPy", "2.7.18"), "is PyPy; CPython or Jython is needed"],
    ["fails", "exit 3", "Command failed with exit code 3"],
  ])("refuses one that %s", async (_, body, reason) => {
    const scratch = scratchFolder();
    await expect(findInterpreter({ given: scratch.script("python", body), env: only(scratch) })).rejects.toThrow(
      reason,
    );
  });

  it("tells what was tried and how to get one", async () => {
    const error = await findInterpreter({ env: only(scratchFolder()) }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "no-python" });
    for (const part of [
      "python2.7: not found",
      "jython: not found",
      "pyenv install 2.7.18",
      "apt-get install jython",
      "jython-standalone",
    ]) {
      expect(String(error)).toContain(part);
    }
  });
});
