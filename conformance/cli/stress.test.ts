import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { dirSync } from "tmp";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { leaseFlaws } from "../../server/testing/flaws/leases.ts";
import { runCli } from "./testing/run-cli.ts";

const folder = dirSync({ unsafeCleanup: true });
const servers: Server[] = [];
afterAll(() => folder.removeCallback());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(): Promise<string> {
  const server = createServer();
  servers.push(server);
  const { host, port } = await server.start({ port: 0 });
  return `${host}:${port}`;
}

const run = (...argv: string[]) => runCli(["stress", ...argv]);

const BRIEF = ["--minutes", "0.04", "--clients", "16", "--least-calls", "20"];

describe("stress", () => {
  it("finds nothing wrong with the reference, whatever befalls its clients, and judges the history alike", async () => {
    const history = join(folder.name, "made", "good.history");
    const faults = ["--faults", "kill-connection,half-open,hostile", "--history", history];
    const live = await run("--address", await start(), ...BRIEF, ...faults, "--seed", "3", "--report", "json");
    expect(JSON.parse(live.stdout)).toMatchObject({ verdict: "valid", seed: 3, violations: [] });
    const again = await run("--judge", history, "--report", "json", "--least-calls", "100");
    const { counts } = JSON.parse(live.stdout);
    expect(JSON.parse(again.stdout)).toMatchObject({ verdict: "valid", counts });
    expect([live.code, again.code, live.stderr]).toEqual([0, 0, ""]);
  }, 90_000);

  it("finds a daemon out whose leases go to others, and tells with which calls", async () => {
    const planted = leaseFlaws.find(({ name }) => name === "wrong-holder")?.plant(() => 0);
    const file = (name: string) => join(folder.name, `bad.${name}`);
    const reports = ["json", "junit", "html"].flatMap((format) => ["--report", `${format}=${file(format)}`]);
    const { code, stdout } = await run("--address", await start(), "--minutes", "1", "--report", "text", ...reports);
    planted?.remove();
    expect(code).toBe(1);
    expect(stdout).toMatch(/wrong-holder: \S+ was leased to \S+, and \S+ is said to have it\n {2}UNIT-74: /);
    expect(stdout).toContain("get_work for");
    const { violations } = JSON.parse(readFileSync(file("json"), "utf8"));
    expect(violations[0].own.length).toBeGreaterThan(1);
    const junit = new XMLParser({ ignoreAttributes: false }).parse(readFileSync(file("junit"), "utf8"));
    expect(Number(junit.testsuites["@_failures"])).toBeGreaterThan(0);
    expect(readFileSync(file("html"), "utf8")).toContain('<details open id="first">');
  });

  it.each<[string, string[], number, string]>([
    ["too few calls", ["--minutes", "0.005", "--least-calls", "1000000"], 3, "not measured: only"],
    [
      "a fault that never occurred",
      ["--minutes", "0.001", "--faults", "slow-reader", "--least-calls", "1"],
      3,
      "never struck",
    ],
  ])("cannot judge %s, neither in the run nor from its saved history", async (_, argv, code, text) => {
    const history = join(folder.name, "little.history");
    const live = await run("--address", await start(), "--clients", "8", "--history", history, ...argv);
    expect([live.code, live.stdout]).toEqual([code, expect.stringContaining(text)]);
    const least = argv.slice(argv.indexOf("--least-calls"));
    const again = await run("--judge", history, ...least.slice(0, 2));
    expect([again.code, again.stdout]).toEqual([code, expect.stringContaining(text)]);
  });

  it.each<[string[], string]>([
    [[], "say what to measure"],
    [["--address", "127.0.0.1:1", "--judge", "x"], "say what to measure"],
    [
      ["--address", "127.0.0.1:1", "--faults", "restart"],
      "the fault restart needs a daemon that is started for the run",
    ],
    [["--address", "127.0.0.1:1", "--faults", "nosuch"], "--faults takes kill-connection, kill-process,"],
    [["--address", "127.0.0.1:1", "--faults", "kill-process"], "the fault kill-process needs --processes"],
    [["--address", "127.0.0.1:1", "--minutes", "0"], "--minutes takes minutes, not '0'"],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await run(...argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("says on stdout what came of it where every report goes to a file", async () => {
    const report = ["--report", `json=${join(folder.name, "quiet.json")}`];
    const { stdout } = await run("--address", await start(), ...BRIEF, ...report);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/, seed \d+, 16 clients, /),
      expect.stringMatching(/ calls answered /),
      "valid",
      "",
    ]);
  });

  it.each(["--report=json=", "--history="])(
    "refuses a file that cannot be written before it measures: %s",
    async (option) => {
      const taken = join(folder.name, "taken");
      writeFileSync(taken, "");
      const { code, stdout, stderr } = await run("--address", "127.0.0.1:1", `${option}${join(taken, "file")}`);
      expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining("cannot write ")]);
    },
  );

  it("refuses to judge what is no history", async () => {
    const { code, stderr } = await run("--judge", "package.json");
    expect([code, stderr]).toEqual([3, expect.stringContaining("package.json is no history of a stress run")]);
  });
});
