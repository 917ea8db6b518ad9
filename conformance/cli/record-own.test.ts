import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type DirResult, dirSync } from "tmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createServer } from "../../server/index.ts";
import { requestFrame } from "../cbor/frame.ts";
import { EXIT } from "../command.ts";
import { loadGoldens } from "../golden/load.ts";
import { runCli } from "./testing/run-cli.ts";

let folder: DirResult;
beforeEach(() => {
  folder = dirSync({ unsafeCleanup: true });
});
afterEach(() => folder.removeCallback());

/** Runs a command line; `onStderr` receives each piece of its stderr. */
const run = (argv: readonly string[], onStderr: (text: string, interrupt: () => void) => void = () => {}) =>
  runCli(argv, { env: process.env, onStderr });

describe("record --to", () => {
  it.each([
    ["neither a program nor a proxy", ["--to", "x"], "either your program after --, or --proxy"],
    ["a proxy without a daemon", ["--to", "x", "--proxy", ":5932"], "--proxy needs --upstream"],
    ["options for the package's own goldens", ["--to", "x", "--check", "--", "a"], "not with --to"],
    ["two daemons", ["--to", "x", "--upstream", ":1", "--daemon", "d {port}", "--", "a"], "either --upstream"],
    ["a name that is not a path", ["--to", "x", "--name", "../y", "--", "a"], "--name takes a name"],
    ["options of --to without it", ["--once"], "--once is for recording your own program"],
  ])("refuses %s", async (_, argv, message) => {
    const { code, stderr } = await run(["record", ...argv]);
    expect([code, stderr.includes(message)]).toEqual([EXIT.usage, true]);
  });

  it("refuses to replace a golden unless it is told to", async () => {
    writeFileSync(join(folder.name, "mine.yaml"), "kept");
    const argv = ["record", "--to", folder.name, "--name", "mine", "--", process.execPath, "-e", "process.exit(7)"];
    const { code, stderr } = await run(argv);
    expect([code, stderr]).toEqual([EXIT.usage, expect.stringContaining("mine.yaml exists: --force replaces it")]);
    expect(readFileSync(join(folder.name, "mine.yaml"), "utf8")).toBe("kept");
    const forced = await run(["record", "--to", folder.name, "--force", ...argv.slice(3)]);
    expect(forced.code).not.toBe(EXIT.usage);
  });

  it("records what clients of a proxy say until it is interrupted", async () => {
    const server = createServer({});
    const daemon = await server.start({ port: 0 });
    const proxy = createServer({});
    const free = await proxy.start({ port: 0 });
    await proxy.close();
    const address = `127.0.0.1:${free.port}`;
    const argv = [
      "--to",
      folder.name,
      "--name",
      "area/mine",
      "--proxy",
      address,
      "--upstream",
      `127.0.0.1:${daemon.port}`,
    ];
    const { code, stdout } = await run(["record", ...argv], (text, interrupt) => {
      if (!text.startsWith("recording what clients of")) return;
      const client = connect(free.port, "127.0.0.1");
      client.write(requestFrame(1, "set_work_spec", "{'name': 's'}"));
      client.once("data", () => {
        client.destroy();
        interrupt();
      });
    });
    await server.close();
    expect([code, stdout]).toEqual([EXIT.ok, `${join(folder.name, "area/mine.yaml")}: 1 call on 1 connection\n`]);
    expect(loadGoldens(folder.name)).toMatchObject([{ id: "area/mine", title: `clients of ${address}` }]);
  });
});
