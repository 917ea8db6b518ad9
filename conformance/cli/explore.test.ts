import { existsSync, readFileSync } from "node:fs";
import { dirSync } from "tmp";
import { afterEach, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { parseAddress } from "../client/address.ts";
import { openControl } from "../client/isolate.ts";
import { dial } from "../client/wire.ts";
import { runCli } from "./testing/run-cli.ts";

const servers: Server[] = [];

async function start(secondsAhead = 0): Promise<string> {
  const server = createServer({ clock: { now: () => Date.now() / 1000 + secondsAhead } });
  servers.push(server);
  const { host, port } = await server.start({ port: 0 });
  return `${host}:${port}`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const run = (...argv: string[]) => runCli(["explore", ...argv]);

describe("explore", () => {
  it("exits 0 and counts when two daemons answer the same", async () => {
    const { code, stdout } = await run("--seed", "1", "--runs", "5", await start(), await start());
    expect(stdout).toMatch(/^seed 1: 5 sessions, \d+ calls compared, 0 not compared\nno difference/);
    expect(code).toBe(0);
  });

  it("exits 1 and writes the shortest session when they differ", async () => {
    const out = `${dirSync({ unsafeCleanup: true }).name}/new/candidate.yaml`;
    const { code, stdout } = await run("--seed", "1", "--runs", "99", "--out", out, await start(), await start(9999));
    expect(stdout).toContain("a difference (--seed 1 --path ");
    expect(readFileSync(out, "utf8")).toContain('client: "explore, seed 1, path ');
    expect(code).toBe(1);
  });

  it("refuses a daemon that holds work specs, and takes nothing from it", async () => {
    const [reference, other] = [await start(), await start()];
    const connect = () => dial(parseAddress(other));
    const control = await openControl({ connect }, 10_000);
    await control.addProbe();
    const { code, stderr } = await run("--runs", "1", reference, other);
    expect(stderr).toContain('holds 1 work specs ("probe"), and this command clears what it tests; pass --allow-clear');
    expect([code, await control.workSpecs()]).toEqual([2, ['"probe"']]);
    expect(await run("--runs", "1", "--allow-clear", reference, other)).toMatchObject({ code: 0 });
    control.close();
  });

  it("exits 3 when nobody listens", async () => {
    const address = await start();
    await servers.pop()?.close();
    expect(await run("--runs", "1", "node -e 0 {port}", address)).toMatchObject({ code: 3 });
    expect(existsSync("reports/explore/1.yaml")).toBe(false);
  });

  it.each([
    [["127.0.0.1:1"]],
    [["--compare", "loosely", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--runs", "0", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--peer", "nobody", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--path", "1:2", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--what", "127.0.0.1:1", "127.0.0.1:2"]],
  ])("refuses %j with exit 2", async (argv) => {
    expect(await run(...argv)).toMatchObject({ code: 2, stdout: "" });
  });
});
