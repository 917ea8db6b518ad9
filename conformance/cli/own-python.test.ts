import { describe, expect, it } from "vitest";
import { fakePython } from "../python/testing/fake-python.ts";
import { scratchFolder } from "../python/testing/scratch.ts";
import { bareCommand } from "./own-python.ts";

const around = {
  stdout: { write: () => true },
  stderr: { write: () => true },
  env: { PATH: process.env.PATH },
  signal: new AbortController().signal,
};
const bare = (...command: string[]) => bareCommand(command, around, () => Promise.resolve("/packages"));
const DAEMON = ["-m", "coordinate.run", "--port", "{port}"];

describe("bareCommand()", () => {
  it("is the Python that python --exec would run, with its packages", async () => {
    const { file } = fakePython(scratchFolder(), "");
    const found = await bare("coordinate-conformance", "python", "--python", file, "--exec", "--", ...DAEMON);
    expect(found.slice(-5)).toEqual([file, ...DAEMON]);
    expect(found[0]).toBe("env");
    expect(found.find((each) => each.startsWith("PYTHONPATH="))).toMatch(/^PYTHONPATH=\/packages:/);
  });

  it.each([
    ["another program", ["my-daemon", "python", "--exec", "--", ...DAEMON]],
    ["another script of Node", ["node", "/nowhere/main.js", "python", "--exec", "--", ...DAEMON]],
    ["the tests themselves", ["coordinate-conformance", "python", "--", ...DAEMON]],
    [
      "a --client, which is unpacked for the run",
      ["coordinate-conformance", "python", "--exec", "--client", ".", "--", ...DAEMON],
    ],
    [
      "a Python that does not exist",
      ["coordinate-conformance", "python", "--python", "/nowhere", "--exec", "--", ...DAEMON],
    ],
  ])("does not change %s", async (_, command) => {
    expect(await bare(...command)).toEqual(command);
  });
});
