import { describe, expect, it } from "vitest";
import { cli } from "./cli.ts";
import { runCli } from "./testing/run-cli.ts";

const run = (...argv: string[]) => runCli(argv);

describe("cli()", () => {
  it("refuses an unknown command with exit 2", async () => {
    expect(await run("frobnicate")).toEqual({
      code: 2,
      stdout: "",
      stderr: "coordinate-conformance: no command 'frobnicate'; --help lists them\n",
    });
  });

  it("tells of every command what it does and takes, with examples", async () => {
    const { stdout } = await run("--help");
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name ?? "");
    expect(names).toContain("completion");
    for (const name of names) {
      const { code, stdout: help, stderr } = await run(name, "--help");
      expect({ name, code, stderr }).toEqual({ name, code: 0, stderr: "" });
      expect(help).toMatch(new RegExp(`^Usage: coordinate-conformance ${name} `));
      expect(help).toMatch(/\nExamples:\n( {2}.*coordinate-conformance .*\n)+/);
    }
  });

  it("escapes characters in an error that would control the terminal", async () => {
    expect(await run("decode", "/nothing/\u001b[31m")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^coordinate-conformance decode: .*\\u001b\[31m.*\n$/),
    });
  });

  it("says of a command that failed after Ctrl-C that it was interrupted", async () => {
    const interrupt = new AbortController();
    interrupt.abort();
    let stderr = "";
    const output = { write: (text: string) => (stderr += text) };
    const code = await cli(["decode", "/"], { stdout: output, stderr: output, env: {}, signal: interrupt.signal });
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: "coordinate-conformance decode: interrupted: / is a folder, not a file\n",
    });
  });

  it("prints the version, with any command", async () => {
    const expected = { code: 0, stdout: expect.stringMatching(/^coordinate-conformance \d+\.\d+\.\d+\n$/), stderr: "" };
    expect(await run("--version")).toEqual(expected);
    expect(await run("run", "--version")).toEqual(expected);
  });

  it("lists the commands on --help", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: coordinate-conformance COMMAND");
  });
});
