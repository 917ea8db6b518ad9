import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { answering, twoGoldens } from "./testing/two-goldens.ts";

const { goldens, path, replies, run, remove } = twoGoldens();
afterAll(remove);

describe("exit codes of run", () => {
  it("0: every case answers as recorded", async () => {
    const { code, stdout, stderr } = await run(["--replies", await replies("1")]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^a daemon, recorded 1970-01-01, level ordered, 32 bytes compared, 0 masked, .*\n2 passed, 0 failed, 0 skipped\n$/,
    );
  });

  it("0: a skipped case does not spoil it", async () => {
    const { code, stdout } = await run(["--replies", await replies("1"), "--skip", "*/two"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n1 passed, 0 failed, 1 skipped\n$/);
  });

  it("1: a divergence", async () => {
    const file = await replies("2");
    const { code, stdout } = await run(["--replies", file, "work/two"]);
    expect(code).toBe(1);
    expect(stdout).toContain(`    alone: coordinate-conformance run work/two --replies ${file} --goldens ${goldens}\n`);
  });

  it("1 before 3: a divergence outweighs what could not be measured", async () => {
    expect((await run(["--replies", await replies("2", ["work/one"])])).code).toBe(1);
  });

  it.each<[string, string[], RegExp]>([
    ["no daemon", [], /say what to measure/],
    ["two daemons", ["--address", "localhost:1", "--replies", "x"], /say what to measure/],
    ["an empty command", ["--"], /no command follows/],
    ["a command without a port", ["--", "daemon"], /must contain \{port\}/],
    ["an unknown option", ["--frobnicate"], /Unknown option '--frobnicate'/],
    ["an unknown level", ["--replies", "x", "--compare", "loosely"], /--compare takes python, ordered, bytes/],
    ["an unknown report", ["--replies", "x", "--report", "xml"], /'xml' is no report/],
    [
      "an unknown peer",
      ["--replies", "x", "--peer", "nobody"],
      /--peer takes go-coordinate, go-coordinate-postgres, python-coordinate, not 'nobody'/,
    ],
    ["a bad address", ["--address", "localhost"], /is no address/],
    ["a bad time", ["--replies", "x", "--timeout", "soon"], /--timeout takes seconds/],
    ["several daemons at one address", ["--address", "localhost:1", "--jobs", "2"], /--jobs needs a command/],
    ["zero jobs", ["--jobs", "0", "--", "x"], /--jobs takes a whole number/],
    ["--fresh with an address", ["--address", "localhost:1", "--fresh"], /--fresh needs a command/],
    ["a case that does not exist", ["--replies", "x", "work/three"], /no case matches 'work\/three'/],
    ["--skip that matches no case", ["--replies", "x", "--skip", "w/*"], /no case matches 'w\/\*'/],
    [
      "a report that cannot be written",
      ["--replies", "x", "--report", "json=/dev/null/x.json"],
      /cannot write \/dev\/null\/x.json/,
    ],
    [
      "replies that cannot be saved",
      ["--replies", "x", "--save-replies", "/dev/null/x"],
      /cannot write \/dev\/null\/x/,
    ],
    [
      "--watch without a command",
      ["--watch", "--", "no-file", "{port}"],
      /--watch needs a command after -- that names a file/,
    ],
    ["no case left after --skip", ["--replies", "x", "--skip", "**"], /every case is skipped/],
  ])("2: %s", async (_, argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^coordinate-conformance run: [^\n]+\n$/);
  });

  it("2: a daemon that holds work specs, or does not tell", async () => {
    for (const [result, why] of [
      [`[[{"name": "precious"}], null]`, 'holds 1 work spec ("precious")'],
      ["5", "does not tell whether it holds work specs"],
    ] as const) {
      const daemon = await answering(result);
      const { code, stderr } = await run(["--address", daemon.address]);
      daemon.close();
      expect(code).toBe(2);
      expect(stderr).toContain(`${why}, and this command clears what it tests; pass --allow-clear`);
    }
  });

  it("0: a report's folder is made, and the report", async () => {
    const report = path("new/folder/report.json");
    expect((await run(["--replies", await replies("1"), "--report", `json=${report}`])).code).toBe(0);
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({ exitCode: 0 });
  });

  it("tells on stderr what is played, when asked", async () => {
    const { stdout, stderr } = await run(["--replies", await replies("1"), "work/one", "--trace"]);
    expect(stderr).toMatch(/^work\/one\n +0\.000 s {2}> now\(\)\n +\d+ ms {2}< 1\n\n$/);
    expect(stdout).toMatch(/1 passed, 0 failed, 0 skipped\n$/);
  });

  it("tells the totals where every report goes to a file", async () => {
    const { stdout } = await run(["--replies", await replies("1"), "--report", `json=${path("only.json")}`]);
    expect(stdout).toMatch(/2 passed, 0 failed, 0 skipped\n$/);
  });

  it("binds the exit code to a tier, leaves out what is not offered, and judges wording apart", async () => {
    const file = await replies("2");
    expect((await run(["--replies", file, "--require", "edge"])).code).toBe(1);
    const { code, stdout } = await run(["--replies", file, "--without", "locks,delay", "--report", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ without: ["locks", "delay"], errors: "exact", require: null });
    expect(await run(["--replies", file, "--without", "none"])).toMatchObject({ code: 2 });
  });

  it("2: --fix of a peer whose list no rules write", async () => {
    const { code, stderr } = await run(["--peer", "go-coordinate-postgres", "--fix", "--address", "127.0.0.1:1"]);
    expect(code).toBe(2);
    expect(stderr).toContain("no rules write the list of go-coordinate-postgres");
  });

  it("2: a peer at an address that clear() breaks for good", async () => {
    const { code, stderr } = await run(["--peer", "python-coordinate", "--address", "127.0.0.1:1"]);
    expect(code).toBe(2);
    expect(stderr).toContain("clear() breaks python-coordinate for good");
  });

  it("3: a daemon that does not start; every case is told as not run", async () => {
    const report = path("unstarted.json");
    const { code, stdout } = await run([
      "--report",
      `json=${report}`,
      "--report",
      "pretty",
      "--",
      "/nonexistent/daemon",
      "{port}",
    ]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/could not be started: .*ENOENT/);
    expect(stdout).toMatch(/\n0 passed, 0 failed, 2 skipped\n$/);
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({ exitCode: 3, totals: { "not-run": 2 } });
  });

  it("3: replies that lack a case", async () => {
    const { code, stdout } = await run(["--replies", await replies("1", ["work/one"])]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/\? work\/two .*\n.*holds no replies to this case\n[\s\S]*1 passed, 1 failed, 0 skipped\n$/);
  });

  it("3: a file that holds no replies", async () => {
    writeFileSync(path("none.jsonl"), "nonsense\n");
    const { code, stderr } = await run(["--replies", path("none.jsonl")]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/none\.jsonl:1: this is no JSON\n$/);
  });

  it("3: the user interrupts; what was measured is kept", async () => {
    const interrupt = new AbortController();
    let requests = 0;
    const daemon = await answering("1", () => {
      requests += 1;
      // worker_stats, clear, list_worker_modes and the first case; then the second one's clear.
      if (requests === 5) interrupt.abort();
    });
    const argv = ["--address", daemon.address, "--allow-clear", "--timeout", "60"];
    const { code, stdout } = await run(argv, { signal: interrupt.signal });
    daemon.close();
    expect(code).toBe(3);
    expect(stdout).toContain("! the run was interrupted\n");
    expect(stdout).toMatch(/\n1 passed, 0 failed, 1 skipped\n$/);
  });
});
