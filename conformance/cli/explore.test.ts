import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { afterEach, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { parseAddress } from "../client/address.ts";
import { openControl } from "../client/isolate.ts";
import { dial } from "../client/wire.ts";
import { parseGolden } from "../golden/load.ts";
import { runCli } from "./testing/run-cli.ts";

const servers: Server[] = [];

async function start(secondsAhead = 0): Promise<string> {
  const server = createServer({ clock: { now: () => Date.now() / 1000 + secondsAhead } });
  servers.push(server);
  const { host, port } = await server.start({ port: 0 });
  return `${host}:${port}`;
}

const folder = dirSync({ unsafeCleanup: true }).name;

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const run = (...argv: string[]) => runCli(["explore", "--save", folder, "--no-waits", "--calls", "8", ...argv]);

describe("explore", () => {
  it("exits 0 and counts when two daemons answer the same", async () => {
    const { code, stdout } = await run("--seed", "1", "--runs", "5", await start(), await start());
    expect(stdout).toMatch(
      /^seed 1: 5 sessions, \d+ calls compared, 0 not compared, \d+ calls a second\nthe reference gave \d+ of \d+ declared/,
    );
    expect(stdout).toContain("no difference that nothing explains");
    expect(code).toBe(0);
  });

  it("saves the shortest session that differs, plays it again by its ID and makes a golden of it", async () => {
    const [reference, other] = [await start(), await start(9999)];
    const first = await run("--seed", "1", "--runs", "99", reference, other);
    const [, id = "", path = ""] = /^(\w+-[0-9a-f]{6}): .* --seed 1 --path ([\d.]+)$/m.exec(first.stdout) ?? [];
    expect([first.code, readdirSync(folder)]).toEqual([1, [`${id}.yaml`]]);
    expect(await run("--seed", "1", "--path", path, reference, other)).toMatchObject({ code: 1 });
    const still = await run("--replay", id);
    expect([still.code, still.stdout]).toEqual([1, expect.stringContaining(": still there\n  call ")]);
    const fixed = await run("--replay", id, reference, await start());
    expect([fixed.code, fixed.stdout]).toEqual([0, expect.stringMatching(/: fixed\n$/)]);

    const to = join(folder, "mine");
    const promoted = await run("--promote", id, "--to", to, "--requires", "CONF-1,WORK-6", reference);
    expect([promoted.code, promoted.stdout]).toEqual([0, `${join(to, `${id}.yaml`)}\n`]);
    const golden = parseGolden(`mine/${id}`, "case.yaml", readFileSync(join(to, `${id}.yaml`), "utf8"));
    expect(golden.requires).toEqual(["CONF-1", "WORK-6"]);
    const replies = golden.steps.flatMap((step) => (step.kind === "exchange" ? step.replies : []));
    expect(replies.length).toBeGreaterThan(0);
    expect(replies.every(({ bytes }) => bytes.length > 0)).toBe(true);
    expect(await run("--promote", id, "--to", to, reference)).toMatchObject({ code: 2 });
  });

  it("prints a line for each cause with --keep-going", async () => {
    const { stdout } = await run("--keep-going", "--seed", "2", "--runs", "6", await start(), await start(9999));
    expect(stdout).toContain("seed 2: 6 sessions");
    expect(stdout).toMatch(/^now-[0-9a-f]{6}: now\(\) result: value, \d+ times, 1 lines, first --seed 2 --path \d/m);
  });

  it("refuses a daemon that holds work specs, and takes nothing from it", async () => {
    const [reference, other] = [await start(), await start()];
    const connect = () => dial(parseAddress(other));
    const control = await openControl({ connect }, 10_000);
    await control.addProbe();
    const { code, stderr } = await run("--runs", "1", reference, other);
    expect(stderr).toContain('holds 1 work spec ("probe"), and this command clears what it tests; pass --allow-clear');
    expect([code, await control.workSpecs()]).toEqual([2, ['"probe"']]);
    expect(await run("--runs", "1", "--allow-clear", reference, other)).toMatchObject({ code: 0 });
    control.close();
  });

  it("exits 3 when nobody listens", async () => {
    const address = await start();
    await servers.pop()?.close();
    expect(await run("--runs", "1", "node -e 0 {port}", address)).toMatchObject({ code: 3 });
  });

  it.each([
    [["127.0.0.1:1"]],
    [["--compare", "loosely", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--runs", "0", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--peer", "nobody", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--path", "1", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--seed", "1", "--path", "1:2", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--test-clock", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--to", "there", "127.0.0.1:1", "127.0.0.1:2"]],
    [["--promote", "now-000000"]],
    [["--replay", "now-000000"]],
    [["--replay", "now-000000", "--promote", "now-000000", "--to", "there"]],
    [["--what", "127.0.0.1:1", "127.0.0.1:2"]],
  ])("refuses %j with exit 2", async (argv) => {
    expect(await run(...argv)).toMatchObject({ code: 2, stdout: "" });
  });
});
