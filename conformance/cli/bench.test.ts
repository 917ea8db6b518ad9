// The whole command with daemons in this process: the reference, and faulty ones. Measured values are not checked.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createServer, type Server } from "../../server/index.ts";
import { type Answer, answering, unit } from "../bench/testing/calls.ts";
import { formatAddress } from "../client/address.ts";
import { runCli } from "./testing/run-cli.ts";

const run = (...argv: string[]) => runCli(["bench", ...argv]);

const briefly = (seconds: string) => ["--quick", "--no-echo", "--turns", "1", "--seconds", seconds];

describe("bench against the reference daemon", () => {
  const servers: Server[] = [];
  const folder = mkdtempSync(join(tmpdir(), "bench-test-"));
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function reference(): Promise<string> {
    const server = createServer();
    servers.push(server);
    const { host, port } = await server.start({ host: "127.0.0.1", port: 0 });
    return `${host}:${port}`;
  }

  it.each(["--report=json=", "--plot="])(
    "refuses a file that cannot be written before it measures: %s",
    async (option) => {
      const { code, stdout, stderr } = await run("--address", "127.0.0.1:1", `${option}/dev/null/file`);
      expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining("cannot write /dev/null/file")]);
    },
  );

  it("measures every workload that a running daemon allows, and leaves nothing behind", async () => {
    const [a, b] = [await reference(), await reference()];
    const plotFile = join(folder, "cycle.svg");
    const argv = [...briefly("0.02"), "--address", `a=${a}`, "--address", `b=${b}`];
    const { code, stdout, stderr } = await run(...argv, "--format", "json", "--plot", plotFile);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { version, workloads } = JSON.parse(stdout);
    expect(version).toBe(1);
    expect(workloads.map(({ name }: { name: string }) => name)).toEqual([
      "ping",
      "cycle",
      "cycle",
      "get",
      "batch",
      "add",
      "mixed",
      "latency",
    ]);
    for (const { name, results } of workloads) {
      expect([name, results.length, results[0].median > 0, results[1].ratios[0].of]).toEqual([name, 2, true, "a"]);
    }
    expect(readFileSync(plotFile, "utf8")).toContain("</svg>");
    // A daemon that is not empty is refused, so that the second run shows that the first one cleaned up.
    expect((await run("--quick", "--no-echo", "--workload", "ping", "--address", a)).code).toBe(0);
  });

  it("has nothing to measure where memory and start are asked of a running daemon", async () => {
    const { code, stderr } = await run("--workload", "memory,start", "--address", await reference());
    expect(code).toBe(3);
    expect(stderr).toContain("nothing to measure");
  });

  it("refuses a daemon that holds work specs, and empties it where its owner says so", async () => {
    const address = await reference();
    const call = (request: string) => runCli(["call", address, request]);
    await call("set_work_spec({'name': 'somebody'})");
    const argv = [...briefly("0.01"), "--workload", "ping", "--address", address];
    const { code, stderr } = await run(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(`${address} holds 1 work spec ("somebody")`);
    expect((await call("list_work_specs({})")).stdout).toContain("somebody");
    expect((await run(...argv, "--allow-clear")).code).toBe(0);
    expect((await call("list_work_specs({})")).stdout).not.toContain("somebody");
  });
});

describe("bench against a daemon that does wrong", () => {
  const daemons: { stop: () => Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()));
  });

  /** A correct daemon except for get_work, and for the methods that the test replaces. */
  const right: Record<string, unknown> = {
    list_work_specs: [[], null],
    set_work_spec: [true, null],
    del_work_spec: [true, null],
    add_work_units: [true, null],
    update_work_unit: [true, null],
    count_work_units: [new Map([[1, 1000]]), null],
    get_work: [unit("bench-1", "k000100000", 100_000), null],
  };

  async function cycle(answers: Answer) {
    const daemon = await answering((call) => answers(call) ?? right[call.method]);
    daemons.push(daemon);
    const argv = ["--no-echo", "--workload", "cycle", "--queue", "1000", "--seconds", "0.05", "--connections", "1"];
    const { code, stderr } = await run(...argv, "--address", `bad=${formatAddress(daemon.address)}`);
    return { code, stderr, calls: daemon.calls };
  }

  it.each<[string, Answer, string]>([
    ["hands a unit out twice", () => undefined, "get_work: unit k000100000 handed out twice"],
    [
      "answers with an error",
      ({ method }) => (method === "update_work_unit" ? { error: "oops" } : undefined),
      'update_work_unit: error reply {"message":"oops"}',
    ],
    [
      "has no work while units are left",
      ({ method }) => (method === "get_work" ? [[], null] : undefined),
      "get_work: no work, with 1000 units left",
    ],
    [
      "does not finish",
      ({ method }) => (method === "update_work_unit" ? [false, null] : undefined),
      "update_work_unit: unexpected reply [false,null]",
    ],
    [
      "loses a unit",
      ({ method }) => (method === "count_work_units" ? [new Map([[1, 999]]), null] : undefined),
      'count_work_units: {"1":999} where 1000 available units should be',
    ],
  ])("a daemon that %s cannot be measured: exit code 3 and a message", async (_, answer, message) => {
    const { code, stderr } = await cycle(answer);
    expect({ code, stderr }).toEqual({ code: 3, stderr: `coordinate-conformance bench: cycle, bad: ${message}\n` });
  });

  it("deletes its work spec after a failure, and touches nothing of a daemon that is not empty", async () => {
    const failed = await cycle(() => undefined);
    expect(failed.calls.at(-1)).toBe("del_work_spec");
    const refused = await cycle(({ method }) => (method === "list_work_specs" ? [["x"], null] : undefined));
    expect(refused.calls).toEqual(["worker_stats", "list_work_specs"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("pass --allow-clear if they may be lost");
  });

  it("exits with 3 when nothing listens at the address", async () => {
    const { code, stderr } = await run(
      ...["--workload", "ping", "--no-echo", "--start-timeout", "0.1", "--address", "127.0.0.1:1"],
    );
    expect(code).toBe(3);
    expect(stderr).toContain("ECONNREFUSED");
  });
});
