import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { dirSync } from "tmp";
import { afterAll, describe, expect, it } from "vitest";
import { splitFrames } from "../cbor/frame.ts";
import { fakeCommand } from "../client/testing/fake-daemon.ts";
import type { Golden } from "../golden/format.ts";
import { loadGoldens } from "../golden/load.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { formatGolden } from "../golden/write.ts";
import { createRecorder } from "../run/recorded.ts";
import { cli } from "./cli.ts";

const folder = dirSync({ unsafeCleanup: true });
afterAll(() => folder.removeCallback());
const path = (name: string) => join(folder.name, name);
const transcripts = path("transcripts");

const reply = replyOf;

/** Two goldens on disk, `work/one` and `work/two`, each a call of now() that answers 1. */
for (const name of ["one", "two"]) {
  const text = formatGolden(goldenOf([exchangeOf()], { title: `the case ${name}` }));
  mkdirSync(join(transcripts, "work"), { recursive: true });
  writeFileSync(join(transcripts, "work", `${name}.yaml`), text);
}

/** A file of replies as a daemon would give that answers every call with `result`. */
async function replies(result: string, cases: readonly string[] = ["work/one", "work/two"]): Promise<string> {
  const file = path(`replies-${result}-${cases.length}.jsonl`);
  const answered = [
    { step: 1, sentAt: 0, receivedAt: 0, replies: [reply(result)], rest: Buffer.alloc(0), closed: false },
  ];
  const player = {
    name: "a daemon",
    failure: () => Promise.resolve(undefined),
    play: (_: Golden) => Promise.resolve(answered),
  };
  const recorder = createRecorder("a daemon", new Date(0));
  for (const golden of loadGoldens(transcripts))
    if (cases.includes(golden.id)) await recorder.wrap(player).play(golden);
  writeFileSync(file, recorder.text());
  return file;
}

type Terminal = { env?: Record<string, string>; isTTY?: boolean; columns?: number; signal?: AbortSignal };

async function run(argv: readonly string[], { env = {}, signal, ...terminal }: Terminal = {}) {
  const home = { XDG_CACHE_HOME: path("cache"), ...env };
  const printed = { stdout: "", stderr: "" };
  const around = {
    stdout: { ...terminal, write: (text: string) => (printed.stdout += text) },
    stderr: { ...terminal, write: (text: string) => (printed.stderr += text) },
    env: home,
    signal: signal ?? new AbortController().signal,
  };
  const dashes = argv.indexOf("--");
  const own = dashes < 0 ? argv : argv.slice(0, dashes);
  const rest = dashes < 0 ? [] : argv.slice(dashes);
  const code = await cli(["run", ...own, "--transcripts", transcripts, ...rest], around);
  return { code, ...printed };
}

/** A daemon in this process that answers every frame with `result`, and what it was asked. */
async function listen(result: string, onRequest = () => {}) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      for (const _ of splitFrames(chunk).frames) {
        onRequest();
        socket.write(reply(result));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { address: `127.0.0.1:${port}`, close: () => server.close() };
}

describe("run --failed", () => {
  it("plays those that failed last time, and all when none did", async () => {
    const env = { env: { XDG_CACHE_HOME: path("another-cache") } };
    const file = await replies("1");
    expect(await run(["--replies", file, "--failed"], env)).toMatchObject({ code: 2 });
    const wrong = await replies("2", ["work/one"]);
    const right = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.includes("work/two"));
    writeFileSync(wrong, `${readFileSync(wrong, "utf8")}${right.join("\n")}\n`);
    expect((await run(["--replies", wrong], env)).code).toBe(1);
    const again = await run(["--replies", wrong, "--failed", "--verbose"], env);
    expect(again.stdout).toMatch(/\n0 passed, 1 failed, 0 skipped\n$/);
    writeFileSync(wrong, readFileSync(file, "utf8"));
    expect((await run(["--replies", wrong, "--failed"], env)).stdout).toMatch(/\n1 passed, 0 failed, 0 skipped\n$/);
    const all = await run(["--replies", wrong, "--failed"], env);
    expect(all).toMatchObject({ code: 0, stderr: "no case failed last time: all are run\n" });
    expect(all.stdout).toMatch(/\n2 passed/);
  });
});

describe("run --expect and --write-expect", () => {
  const written = (name: string) => readFileSync(path(name), "utf8");

  it("writes what differs, and passes with it once every reason is there", async () => {
    const file = await replies("2");
    const first = await run(["--replies", file, "--write-expect", path("own/known.yaml")]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("2 divergences are listed, 2 of them new: fill in the reason of each");
    const without = await run(["--replies", file, "--expect", path("own/known.yaml")]);
    expect(without).toMatchObject({ code: 3, stdout: "" });
    expect(without.stderr).toContain("reason is empty");
    writeFileSync(path("own/known.yaml"), written("own/known.yaml").replaceAll('reason: ""', "reason: it counts"));
    expect(await run(["--replies", file, "--expect", path("own/known.yaml")])).toMatchObject({ code: 0 });
    expect(await run(["--replies", await replies("3"), "--expect", path("own/known.yaml")])).toMatchObject({ code: 1 });
    expect(await run(["--replies", await replies("1"), "--expect", path("own/known.yaml")])).toMatchObject({ code: 1 });
    expect(await run(["--replies", file, "work/one", "--expect", path("own/known.yaml")])).toMatchObject({ code: 0 });
  });

  it("keeps reasons, short entries that show, flaky ones, and what was not measured", async () => {
    const expectFile = path("own/kept.yaml");
    const place = (name: string) => `{case: work/${name}, step: 1, path: result, kind: value, got: "7"}`;
    writeFileSync(
      expectFile,
      `version: 1
daemon: mine 0.3
compare: ordered
divergences:
  - {cases: work/two, reason: two is not done}
  - {cases: "*/nothing*", reason: about nothing}
  - reason: one counts up
    seen:
      - ${place("one")}
flaky:
  - {cases: work/one, reason: now and then}
`,
    );
    const again = await run(["--replies", await replies("2"), "--write-expect", expectFile]);
    expect(again.stdout).toContain("1 divergences are listed, 0 of them new\n");
    const text = written("own/kept.yaml");
    expect(text).toContain("daemon: mine 0.3");
    expect(text).toContain("cases: work/two");
    expect(text).toContain("now and then");
    expect(text).toContain('{case: work/one, step: 1, path: result, kind: value, got: "2"}');
    const partly = await run(["--replies", await replies("5"), "work/two", "--write-expect", expectFile]);
    expect(partly.code).toBe(0);
    expect(written("own/kept.yaml")).toContain('{case: work/one, step: 1, path: result, kind: value, got: "2"}');
  });

  it.each([
    [["--replies", "x", "--peer", "go-coordinate", "--expect", "y"], /either --peer or --expect/],
    [["--replies", "x", "--reason", "y"], /--reason needs --write-expect/],
  ])("refuses %j", async (argv, message) => {
    expect(await run(argv)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});

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
    expect(stdout).toContain(
      `    alone: coordinate-conformance run work/two --replies ${file} --goldens ${transcripts}\n`,
    );
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
    ["several of an address", ["--address", "localhost:1", "--jobs", "2"], /--jobs needs a command/],
    ["no job", ["--jobs", "0", "--", "x"], /--jobs takes a whole number/],
    ["a fresh address", ["--address", "localhost:1", "--fresh"], /--fresh needs a command/],
    ["a case that does not exist", ["--replies", "x", "work/three"], /no case matches 'work\/three'/],
    ["a skip of nothing", ["--replies", "x", "--skip", "w/*"], /no case matches 'w\/\*'/],
    [
      "a report that cannot be written",
      ["--replies", "x", "--report", "json=/dev/null/x.json"],
      /cannot write \/dev\/null\/x.json/,
    ],
    ["replies that cannot be kept", ["--replies", "x", "--save-replies", "/dev/null/x"], /cannot write \/dev\/null\/x/],
    [
      "a watch of nothing",
      ["--watch", "--", "no-file", "{port}"],
      /--watch needs a command after -- that names a file/,
    ],
    ["nothing left", ["--replies", "x", "--skip", "**"], /every case is skipped/],
  ])("2: %s", async (_, argv, message) => {
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^coordinate-conformance run: [^\n]+\n$/);
  });

  it("2: a daemon that holds work specs, or does not tell", async () => {
    for (const [result, why] of [
      [`[[{"name": "precious"}], null]`, 'holds 1 work specs ("precious")'],
      ["5", "does not tell whether it holds work specs"],
    ] as const) {
      const daemon = await listen(result);
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

  it("3: a file that is no recording", async () => {
    writeFileSync(path("none.jsonl"), "nonsense\n");
    const { code, stderr } = await run(["--replies", path("none.jsonl")]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/none\.jsonl:1: this is no JSON\n$/);
  });

  it("3: the user interrupts; what was measured is kept", async () => {
    const interrupt = new AbortController();
    let requests = 0;
    const daemon = await listen("1", () => {
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

describe("run against a daemon", () => {
  it("keeps its replies, and judges them again without it", async () => {
    const daemon = await listen("2");
    const file = path("kept.jsonl");
    const live = await run([
      "--address",
      daemon.address,
      "--allow-clear",
      "--timeout",
      "1",
      "--save-replies",
      file,
      "work/one",
    ]);
    daemon.close();
    const kept = await run(["--replies", file, "work/one"]);
    expect([live.code, kept.code]).toEqual([1, 1]);
    const finding = /\[?result: value[\s\S]*got {7}2/;
    expect(live.stdout).toMatch(finding);
    expect(kept.stdout).toMatch(finding);
  });

  it("tells of a crash once, keeps the results so far, and runs nothing more", async () => {
    // worker_stats, clear and list_worker_modes are answered; the call of the first case is the end.
    const answer = `for (const _ of chunk.toString("hex").matchAll(/d818/g)) {
      globalThis.count = (globalThis.count ?? 0) + 1;
      if (globalThis.count === 4) { console.error(["out", "of luck"].join(" ")); process.exit(9); }
      socket.write(Buffer.from("${reply("1").toString("hex")}", "hex"));
    }`;
    const { code, stdout } = await run(["--", ...fakeCommand(answer)]);
    expect(code).toBe(1);
    expect(stdout).toContain("✗ work/one");
    expect(stdout.match(/out of luck/g)).toHaveLength(1);
    expect(stdout).toMatch(/\n0 passed, 1 failed, 1 skipped\n$/);
  });
});

describe("what run prints", () => {
  it("goes to files and stdout side by side", async () => {
    const reports = ["tap", "junit", "json", "html", "github", "badge", "pretty"].map((name) => [
      "--report",
      `${name}=${path(`report.${name}`)}`,
    ]);
    const { stdout } = await run(["--replies", await replies("2"), "--report", "tap", ...reports.flat()], {
      isTTY: true,
      columns: 40,
    });
    expect(stdout).toMatch(/^TAP version 14\n/);
    expect(readFileSync(path("report.tap"), "utf8")).toBe(stdout);
    const written = readdirSync(folder.name).filter((name) => name.startsWith("report."));
    expect(written).toHaveLength(7);
    for (const name of written) expect(readFileSync(path(name), "utf8")).not.toContain("\u001b");
    expect(readFileSync(path("report.html"), "utf8")).toContain("the case one");
  });

  it("is coloured and shows its progress on a terminal only", async () => {
    const argv = ["--replies", await replies("2")];
    const terminal = await run(argv, { isTTY: true, columns: 60 });
    expect(terminal.stdout).toContain("\u001b[31m");
    expect(terminal.stderr).toContain("1/2, 1 failed  work/one");
    const quiet = await run(argv, { isTTY: true, columns: 60, env: { NO_COLOR: "1" } });
    expect(quiet.stdout).not.toContain("\u001b");
    const pipe = await run(argv);
    expect(pipe.stdout).not.toContain("\u001b");
    expect(pipe.stderr).toBe("");
  });

  it("adds to the summary of a GitHub workflow", async () => {
    const summary = path("summary.md");
    mkdirSync(dirname(summary), { recursive: true });
    writeFileSync(summary, "before\n");
    await run(["--replies", await replies("2"), "--report", "github"], { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(readFileSync(summary, "utf8")).toMatch(
      /^before\n### Coordinate conformance: 0 passed, 2 failed, 0 skipped\n/,
    );
  });

  it("leaves --help of the daemon's own command line alone", async () => {
    const { stdout } = await run(["--", "/nonexistent/daemon", "--help", "{port}"]);
    expect(stdout).not.toContain("Usage:");
  });
});
