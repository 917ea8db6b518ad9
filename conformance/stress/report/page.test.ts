import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { dirSync } from "tmp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, NO_BROWSER } from "../../../ci/browser.ts";
import type { StressResult } from "../live/result.ts";
import { add, call, getWork, judged, OK, work } from "../testing/story.ts";
import { htmlReport } from "./html.ts";

const violations = judged(
  call(0, 0.1, add("a"), OK, 1),
  call(1, 1.1, getWork("w", 10), work("a"), 2),
  call(1.9, 2.3, { do: "count", spec: "t" }, { is: "counts", counts: [0, 0, 0, 0] }, 7),
  call(2, 2.1, getWork("<x>"), work("a"), 3),
);
const result: StressResult = {
  verdict: "invalid",
  reason: null,
  daemon: "a <daemon>",
  seed: 1,
  clients: 8,
  startedAt: "2026-01-01T00:00:00.000Z",
  seconds: 3,
  counts: { answered: 4, lost: 0, restarts: 0, handedOut: 2, violations: 1 },
  violations: [...violations, ...violations],
  kinds: new Map([["leased-twice", 2]]),
  allowed: new Map(),
  faults: new Map([["pause", 1]]),
  notes: [{ start: 2_000_000, end: 2_150_000, fault: "pause", client: -1 }],
  latency: { half: 1_000, most: 2_000, longest: 3_000 },
  memory: [60],
  again: "coordinate-conformance stress --seed 1",
};

describe("the page of a stress run", () => {
  it("draws the violating call separately if the whole timeline is far longer", () => {
    const [violation] = judged(
      call(0, 0.001, add("a"), OK, 1),
      call(1, 1.002, getWork("w", 10), work("a"), 2),
      call(1.001, 1.003, getWork("x", 10), work("a"), 3),
    );
    if (violation === undefined) throw new Error("nothing was found");
    const page = htmlReport({ ...result, violations: [violation] });
    const timelines = [...page.matchAll(/Timeline of (\d) clients from ([\d.]+) to ([\d.]+) s/g)];
    expect(timelines.map(([, ...shown]) => shown)).toEqual([
      ["2", "0.9970", "1.0070"],
      ["3", "0.0000", "1.0431"],
    ]);
  });

  it("labels a long fault, and lists the allowed kinds of violations", () => {
    const page = htmlReport({ ...result, allowed: new Map([["wrong-page", 1_234]]) });
    expect(page).toMatch(/<text [^>]*>pause<\/text>/);
    expect(page).toContain("1,234");
  });
});

describe.skipIf(NO_BROWSER !== null)(
  `the page of a stress run in Chromium${NO_BROWSER === null ? "" : `: ${NO_BROWSER}`}`,
  () => {
    const folder = dirSync({ unsafeCleanup: true });
    const file = join(folder.name, "stress.html");
    let browser: Browser;

    beforeAll(async () => {
      writeFileSync(file, htmlReport(result));
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      folder.removeCallback();
    });

    it.each(["light", "dark"] as const)(
      "opens at the first violation with a lane for each client, in %s",
      async (colorScheme) => {
        const complaints: string[] = [];
        const page = await browser.newPage({ colorScheme, viewport: { width: 1200, height: 900 } });
        page.on("console", (message) => complaints.push(message.text()));
        await page.goto(pathToFileURL(file).href);
        expect(await page.locator("details[open]").count()).toBe(1);
        const first = page.locator("#first");
        expect(await first.locator("summary").textContent()).toContain("a unit with two workers at a time");
        expect(await first.locator("svg text").allTextContents()).toEqual(
          expect.arrayContaining(["c1", "c2", "c3", "c7"]),
        );
        expect(await first.locator("rect.shows").count()).toBe(1);
        const height = await first.locator(".lanes svg").evaluate((svg) => svg.getBoundingClientRect().height);
        expect(height).toBeGreaterThan(60);
        expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
        expect(complaints).toEqual([]);
        await page.close();
      },
    );
  },
);
