import { describe, expect, it } from "vitest";
import type { Run } from "../run/result.ts";
import { pretty } from "./pretty.ts";
import { goodRun, sampleRun, plainStyle as style } from "./testing/sample-run.ts";

describe("pretty report", () => {
  it("shows a failure with its request, notation, offset and bytes, and how to run it alone", () => {
    const text = pretty({ ...sampleRun, problems: [] }, style);
    expect(text).toContain(`✗ work/two  what # skip differs
    breaks CONF-2: \`archive\` MUST answer with the result \`null\`, and change nothing.
    step 2  get_work_unit_status('s', ['u'])
      [0].status: value at byte 17 (0x11)
        expected  3
        got       "a<b>&]]> #1 \\\u0001 é"
        sent      d81840
        recorded  d81841f5
        reply     d81841f6
      connection: closed
`);
    expect(text).toContain("    alone: run work/two\n");
    expect(text).toContain("    a listed divergence no longer shows: divergences.yaml:7 (K1) step 4\n");
    expect(text).not.toContain("work/one");
    expect(text).toContain("300 bytes compared, 12 masked");
    expect(text.split("\n").at(-2)).toBe("1 passed, 3 failed, 1 skipped");
    const stale = { outcome: "diverged", message: "m", isStale: true } as const;
    const lastLine = (problems: Run["problems"]) =>
      pretty({ ...goodRun, problems }, style)
        .split("\n")
        .at(-2);
    expect(lastLine([stale])).toMatch(/ 0 failed, \d+ skipped, 1 stale entry in the list$/);
    expect(lastLine([stale, stale])).toMatch(/, 2 stale entries in the list$/);
  });

  it("shows the bytes of a reply once, below all its differences, and dims their common prefix", () => {
    const [, diverged] = sampleRun.results;
    const [finding] = diverged?.differences ?? [];
    if (diverged === undefined || finding === undefined) throw new Error("no sample");
    const differences = [finding, { ...finding, path: "[1]" }, { ...finding, step: 3 }];
    const results = [{ ...diverged, differences, stale: [] }];
    const text = pretty({ ...sampleRun, problems: [], results }, { ...style, colour: true, verbose: true });
    expect(text.match(/reply {5}/g)).toHaveLength(2);
    expect(text.match(/ {4}step \d/g)).toEqual(["    step 2", "    step 3"]);
    expect(text).toContain(
      "        recorded  \u001b[2md81841\u001b[22mf5\n        reply     \u001b[2md81841\u001b[22mf6\n",
    );
  });

  it("shows the first differing step of a case, and counts the others", () => {
    const [, diverged] = sampleRun.results;
    const [finding] = diverged?.differences ?? [];
    if (diverged === undefined || finding === undefined) throw new Error("no sample");
    const differences = [finding, { ...finding, step: 3 }, { ...finding, step: 5 }];
    const text = pretty({ ...sampleRun, problems: [], results: [{ ...diverged, differences }] }, style);
    expect(text.match(/ {4}step \d/g)).toEqual(["    step 2"]);
    expect(text).toContain("    and 2 later steps of it: --verbose\n");
  });

  it("groups more than twenty failures by cause", () => {
    const [, diverged] = sampleRun.results;
    if (diverged === undefined) throw new Error("no sample");
    const results = Array.from({ length: 700 }, (_, i) => ({ ...diverged, case: `work/${i}` }));
    const lines = pretty({ ...sampleRun, problems: [], results }, style).split("\n");
    expect(lines[0]).toMatch(
      /^ 1\. CONF-2 \(core\) get_work_unit_status: \[\]\.status has another value {2}700 cases$/,
    );
    expect(lines.length).toBeLessThan(12);
  });

  it("lists every case when asked", () => {
    expect(pretty(goodRun, { ...style, verbose: true })).toMatch(/^✓ work\/one {2}a unit, finished\n✓ work\/two/);
  });

  it("cuts lines to a narrow terminal, but not values", () => {
    const lines = pretty(sampleRun, { ...style, columns: 30 }).split("\n");
    expect(lines.find((line) => line.startsWith("✗ work/two"))?.length).toBeLessThanOrEqual(30);
    expect(lines).toContain("    step 2  get_work_unit_sta…");
    expect(lines).toContain('        got       "a<b>&]]> #1 \\\u0001 é"');
  });

  it("colours only when told to", () => {
    expect(pretty(sampleRun, style)).not.toContain("\u001b");
    expect(pretty(sampleRun, { ...style, colour: true })).toContain("\u001b[31m");
  });
});
