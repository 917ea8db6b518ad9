import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createServer } from "../../server/index.ts";
import { requestFrame } from "../cbor/frame.ts";
import { EXIT } from "../command.ts";
import { GOLDENS } from "../package-files.ts";
import { runCli } from "./testing/run-cli.ts";

const run = (argv: readonly string[], onStderr: (interrupt: () => void) => void = () => {}) =>
  runCli(["trace", ...argv], { onStderr: (_, interrupt) => onStderr(interrupt) });

const SESSION = join(GOLDENS, "sanity");

describe("coordinate-conformance trace", () => {
  it("shows kept traffic, only what is wanted of it", async () => {
    const all = await run([SESSION]);
    const some = await run([SESSION, "--method", "get_*", "--judge"]);
    expect([all.code, some.code]).toEqual([EXIT.ok, EXIT.ok]);
    expect(all.stdout.split("\n").length).toBeGreaterThan(some.stdout.split("\n").length);
    expect(some.stdout).toMatch(/^\+0\.000 {2}#1 {2}get_/);
  });

  it("shows what passes a proxy until it is interrupted", async () => {
    const [server, other] = [createServer({}), createServer({})];
    const { port } = await server.start({ port: 0 });
    const free = await other.start({ port: 0 });
    await other.close();
    const argv = ["--proxy", `127.0.0.1:${free.port}`, "--upstream", `127.0.0.1:${port}`];
    const { code, stdout } = await run(argv, (interrupt) => {
      const client = connect(free.port, "127.0.0.1");
      client.write(requestFrame(1, "clear", ""));
      client.once("data", () => {
        client.destroy();
        interrupt();
      });
    });
    await server.close();
    expect(code).toBe(EXIT.ok);
    expect(stdout).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}#1 {2}clear\(\) {2}-> 0 {2}\d+\.\d ms\n$/);
  });

  it.each([
    [[], "say what to show"],
    [["x", "--proxy", ":1"], "say what to show"],
    [["--proxy", ":1"], "--proxy [HOST]:PORT and --upstream HOST:PORT go together"],
    [[SESSION, "--worker", "nobody"], "no call is one of those wanted"],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await run(argv);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(message);
  });

  it("says in a line what it cannot read", async () => {
    const { code, stderr } = await run(["/nowhere"]);
    expect([code, stderr]).toEqual([EXIT.unmeasured, "coordinate-conformance trace: /nowhere is not there\n"]);
  });
});
