import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser, NO_BROWSER } from "../../../ci/browser.ts";
import { htmlReport } from "./report.ts";
import { sampleReport } from "./testing/sample.ts";

describe.skipIf(NO_BROWSER !== null)(`the report in Chromium${NO_BROWSER === null ? "" : `: ${NO_BROWSER}`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "coordinate-report-"));
  const url = pathToFileURL(join(folder, "report.html")).href;
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(join(folder, "report.html"), htmlReport(sampleReport()));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    complaints.length = 0;
    page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) complaints.push(request.url());
    });
    page.on("dialog", (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
  });
  afterEach(async () => {
    await page.close();
  });

  const shown = async () => await page.locator("details.case:visible > summary .name").allTextContents();

  it("opens from a file without errors, and runs no script that a daemon sent", () => {
    expect(complaints).toEqual([]);
  });

  it("has the verdict and the daemon in its title", async () => {
    expect(await page.title()).toMatch(/^diverged: conformance of 127\.0\.0\.1:5932 <script>/);
  });

  it("expands failed cases only", async () => {
    expect(await page.locator("details.case[open] > summary .name").allTextContents()).toEqual([
      "coordinate/tests/test_job_client.py::test_example",
      "specs/broken",
      "wire/encoding",
      "wire/hostile",
    ]);
  });

  it("marks differences on both sides", async () => {
    const sides = page.locator("details.case", { hasText: "wire/encoding" }).locator(".sides > div");
    expect(await sides.locator("h4").allTextContents()).toEqual(["Expected", "Got"]);
    expect(await sides.nth(0).locator(".notation mark").allTextContents()).toEqual(["'u'", "1.0_3"]);
    expect(await sides.nth(1).locator(".notation mark").allTextContents()).toEqual(['"u"', "1"]);
    expect(await sides.nth(1).locator(".hex mark").allTextContents()).toEqual(["26", "&", "61", "01", "a", "."]);
  });

  it("marks masked values", async () => {
    await page.locator("details.case", { hasText: "flow/status" }).locator("summary").click();
    expect(
      await page.locator("details.case", { hasText: "flow/status" }).locator("mark.mask").allTextContents(),
    ).toEqual(["now+300 ±2 s", 'one of "w" | "v"']);
  });

  it("filters by words and outcome with the keyboard alone", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("FLOW chain");
    expect(await shown()).toEqual(["flow/chain"]);
    expect(await page.locator("#shown").textContent()).toBe("1 of 11 cases");
    expect(await page.locator("details.area:visible").count()).toBe(1);
    await page.locator("#filter").fill("k3 wire");
    expect(await shown()).toEqual(["wire/encoding", "wire/hostile"]);
    await page.locator("#filter").fill("");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect((await shown()).length).toBe(3);
  });

  it("hides the overview while a filter is active", async () => {
    expect(await page.locator(".overview").isVisible()).toBe(true);
    await page.locator("#filter").fill("locks");
    expect(await page.locator(".overview").isVisible()).toBe(false);
    await page.locator("#filter").fill("");
    expect(await page.locator(".overview").isVisible()).toBe(true);
  });

  it("shows the filter below the verdict without scrolling", async () => {
    const box = await page.locator("#filter").boundingBox();
    expect(box?.y).toBeLessThan(450);
  });

  it("links from the list of failures to the case", async () => {
    await page.locator("[aria-labelledby=trouble-title] .trouble a", { hasText: "wire/encoding" }).click();
    await page.waitForFunction("document.activeElement.parentElement.id === 'golden:wire/encoding'");
  });

  it("links from a case to its clause, and from there to its other cases", async () => {
    await page.locator("details.case[open] .clauses a", { hasText: "WORK-19" }).first().click();
    await page.locator("tr:target a", { hasText: "flow/chain" }).click();
    await page.waitForFunction("document.activeElement.parentElement.id === 'golden:flow/chain'");
  });

  it("follows a link to a case that the filter hides", async () => {
    await page.locator("#filter").fill("locks");
    await page.evaluate("location.hash = '#golden:wire/encoding'");
    await page.locator("[id='golden:wire/encoding'][open]").waitFor();
    expect((await shown()).length).toBe(11);
    await page.waitForFunction("document.activeElement.parentElement.id === 'golden:wire/encoding'");
  });

  it("links to an area of cases", async () => {
    await page.locator(".areas a", { hasText: "wire" }).click();
    expect((await shown()).length).toBe(11);
    expect(page.url()).toMatch(/#area:wire$/);
  });

  it("expands and collapses all visible cases", async () => {
    await page.locator("#open").click();
    expect(await page.locator("details.case[open]").count()).toBe(11);
    await page.locator("#close").click();
    expect(await page.locator("details.case[open]").count()).toBe(0);
  });

  it.each(["light", "dark"] as const)("fits a screen 360 px wide, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator("#open").click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(ground).toBe(colorScheme === "dark" ? "rgb(20, 23, 28)" : "rgb(246, 247, 249)");
  });
});
