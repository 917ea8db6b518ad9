import { describe, expect, it } from "vitest";
import { runCli } from "./testing/run-cli.ts";

const run = (argv: readonly string[], terminal = {}) => runCli(argv, { terminal });

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

describe("list --goldens", () => {
  it("says that the folder does not exist", async () => {
    const { code, stderr } = await run(["list", "--goldens", "/nonexistent/goldens"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("the folder /nonexistent/goldens does not exist")]);
  });
});

describe("show", () => {
  it("reads like a conversation, with where it comes from unless that is not wanted", async () => {
    const { stdout } = await run(["show", "sanity/session"]);
    expect(stdout).toMatch(/^sanity\/session {2}one unit of work/);
    expect(stdout).toContain("  3  > get_work('w', {})\n     < [128([\"sanity\", 'u', {}]), null]\n");
    expect(stdout).toContain("  recorded     ");
    expect(stdout).not.toContain("d818");
    expect((await run(["show", "sanity/session", "--compact"])).stdout).not.toContain("  recorded     ");
  });

  it("takes the frames apart when asked", async () => {
    const { stdout } = await run(["show", "sanity/session", "--bytes"]);
    expect(stdout).toMatch(/^ +0 {2}d8 18 +tag 24: CBOR in a byte string {2}\(FRAME-2, FRAME-3\)$/m);
    expect(stdout).toMatch(/^ +8 {6}46 72 65 73 75 6c 74 +key 'result' {2}\(MSG-25\)$/m);
  });

  it("shows ids where they are the point, and the bytes where a client would not send them so", async () => {
    const ids = await run(["show", "wire/id-of-every-width"]);
    expect(ids.stdout).toContain("> count_work_units('none')  (id 24)\n");
    const hex = (await run(["show", "wire/lengths-from-2-to-63"])).stdout.match(/d8185bffffffffffffffff/g);
    expect(hex).toHaveLength(1);
    const cuts = await run(["show", "wire/frame-cut-in-every-part"]);
    expect(cuts.stdout).toContain("       segment 1: d8\n       segment 2: 185842a3");
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
    expect(stdout).toContain("     < (no reply yet)\n");
    expect(stdout).toContain("2000 times, ids counting up\n");
    expect(stdout).toContain("  2  > (nothing)\n       (the client stops sending)\n     < (the server closes)\n");
  });
});
