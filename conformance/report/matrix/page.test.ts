import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { dirSync } from "tmp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser, NO_BROWSER } from "../../../ci/browser.ts";
import { matrixHtml } from "./html.ts";
import type { Saved, SavedResult } from "./saved.ts";

const result = (id: string, requires: readonly string[], got?: string): SavedResult => ({
  case: id,
  title: `about ${id}`,
  requires,
  outcome: got === undefined ? "passed" : "diverged",
  reason: undefined,
  differs: got === undefined ? [] : [{ point: "K19", step: 1, call: "lock()", path: "result", expected: "1", got }],
});
const column = (name: string, got?: string): Saved => ({
  name,
  daemon: "a daemon",
  tool: "coordinate-conformance 0.0.0",
  command: undefined,
  compare: "bytes",
  errors: "exact",
  peer: undefined,
  suite: undefined,
  day: "2026-11-24",
  results: [result("locks/one", ["LOCK-7"], got), result("specs/two", ["SPEC-1"])],
});

describe.skipIf(NO_BROWSER !== null)(`the matrix in Chromium${NO_BROWSER === null ? "" : `: ${NO_BROWSER}`}`, () => {
  const folder = dirSync({ unsafeCleanup: true });
  const file = join(folder.name, "matrix.html");
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    writeFileSync(file, matrixHtml([column("good"), column("bad", "<script>alert(1)</script>")]));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    folder.removeCallback();
  });
  beforeEach(async () => {
    complaints.length = 0;
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(file).href);
  });
  afterEach(async () => {
    await page.close();
  });

  it("opens without errors, and expands a row by keyboard down to the session", async () => {
    await page.locator("#LOCK > summary").press("Enter");
    await page.locator("#LOCK-7 > summary").press("Enter");
    expect(await page.locator("#LOCK-7 .session:visible code").textContent()).toContain("<script>alert(1)</script>");
    expect(await page.locator("#LOCK-7 .case:visible").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("can show only broken rows, and rows that match the filter", async () => {
    const shown = async () =>
      await page.locator("details.clause:visible").evaluateAll((all: { id: string }[]) => all.map(({ id }) => id));
    await page.locator("#broken").check();
    expect(await shown()).toEqual(["LOCK-7"]);
    await page.locator("#broken").uncheck();
    await page.keyboard.press("/");
    await page.keyboard.type("specs/two");
    expect(await shown()).toEqual(["SPEC-1"]);
  });

  it.each(["light", "dark"] as const)("fits a screen 360 px wide, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${pathToFileURL(file).href}#LOCK-7`);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    expect(await page.locator("#LOCK-7 .session").isVisible()).toBe(true);
  });
});
