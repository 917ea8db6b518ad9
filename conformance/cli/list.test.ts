import { describe, expect, it } from "vitest";
import { cli } from "./cli.ts";

async function run(argv: readonly string[], terminal: { isTTY?: boolean; columns?: number } = {}) {
  const printed = { stdout: "", stderr: "" };
  const code = await cli(argv, {
    stdout: { ...terminal, write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    env: {},
    signal: new AbortController().signal,
  });
  return { code, ...printed };
}

describe("list", () => {
  it("prints a line a case", async () => {
    const { code, stdout } = await run(["list", "sanity/*", "wire/batch"]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      "sanity/session  one unit of work from its creation to its end\n" +
        "wire/batch      a list of calls gets one frame with a list of replies, in their order\n",
    );
  });

  it("keeps to a narrow terminal", async () => {
    const { stdout } = await run(["list", "wire/*"], { isTTY: true, columns: 20 });
    for (const line of stdout.trimEnd().split("\n")) expect(line.length).toBeLessThanOrEqual(20);
  });

  it("prints ids alone, or everything as json", async () => {
    expect((await run(["list", "sanity/*", "--ids"])).stdout).toBe("sanity/session\n");
    const [only] = JSON.parse((await run(["list", "sanity/*", "--json"])).stdout);
    expect(only).toMatchObject({ id: "sanity/session", requires: expect.arrayContaining(["WORK-1"]), steps: 6 });
  });

  it.each([[["list", "nosuch"]], [["list", "--frobnicate"]], [["show"]], [["show", "nosuch"]]])(
    "refuses %j",
    async (argv) => {
      expect((await run(argv)).code).toBe(2);
    },
  );
});

describe("show", () => {
  it("reads like a conversation", async () => {
    const { stdout } = await run(["show", "sanity/session"]);
    expect(stdout).toMatch(/^sanity\/session {2}one unit of work/);
    expect(stdout).toContain("  3  get_work('w', {})\n     [128([\"sanity\", 'u', {}]), null]\n");
    expect(stdout).not.toContain("d818");
  });

  it("adds the bytes when asked", async () => {
    const { stdout } = await run(["show", "sanity/session", "--bytes"]);
    expect(stdout).toContain("     > d818");
    expect(stdout).toContain("     < d8184fa242696401");
  });

  it("tells masks, connections, segments, repetition, silence and closing", async () => {
    const { stdout } = await run([
      "show",
      "wire/method-now",
      "wire/frame-completed-later",
      "wire/pipelining-2000",
      "wire/hangup-at-once",
    ]);
    expect(stdout).toContain("result: now\n");
    expect(stdout).toContain("connection 2: list_work_specs({})\n");
    expect(stdout).toContain("     (no reply yet)\n");
    expect(stdout).toContain("2000 times, ids counting up\n");
    expect(stdout).toContain("     (the client stops sending)\n     (the server closes)\n");
  });
});
