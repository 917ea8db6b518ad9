import { describe, expect, it } from "vitest";
import { EXIT } from "../command.ts";
import { runCli } from "./testing/run-cli.ts";

const run = (...argv: string[]) => runCli(["record", ...argv]);

describe("coordinate-conformance record", () => {
  it.each([
    [["upstream/*"], "'upstream/*' is no option; select cases with --only"],
    [["--", "coordinated", "{port}"], "needs --output DIR and --daemon NAME"],
    [["--output", "x", "--", "coordinated", "{port}"], "needs --output DIR and --daemon NAME"],
    [["--timeout", "soon"], "--timeout takes seconds, not 'soon'"],
    [["--nosuch"], "--nosuch"],
    [["--only", "nosuch"], "no golden is called 'nosuch'"],
    [["--only", "leases/empty-data-replaces", "--only", "leases/nosuch"], "no golden is called 'leases/nosuch'"],
    [["--only", "lea*/x"], "no golden is called 'lea*/x'"],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(message);
  });

  it("writes nothing when the daemon cannot be started", async () => {
    const { code, stderr, stdout } = await run("--output", "nowhere", "--daemon", "none", "--", "false", "{port}");
    expect(code).toBe(EXIT.unmeasured);
    expect(stderr).toContain("exited with code 1");
    expect(stdout).toBe("");
  });
});
