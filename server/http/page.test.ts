import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser, NO_BROWSER } from "../../ci/browser.ts";
import { type StatusServer, startStatusServer } from "./status-server.ts";
import { testSource } from "./testing/source.ts";

describe.skipIf(NO_BROWSER !== null)(
  `the status page in Chromium${NO_BROWSER === null ? "" : `: ${NO_BROWSER}`}`,
  () => {
    let browser: Browser;
    let page: Page;
    let server: StatusServer;
    let daemon: ReturnType<typeof testSource>;
    const complaints: string[] = [];

    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser?.close();
    });

    beforeEach(async () => {
      complaints.length = 0;
      daemon = testSource();
      server = await startStatusServer({ host: "127.0.0.1", port: 0 }, daemon.source, () => {});
      page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("dialog", (dialog) => {
        complaints.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
    });
    afterEach(async () => {
      await page.close();
      await server.close();
    });

    const open = async () => {
      await page.goto(`http://127.0.0.1:${server.port}/`);
      await page.locator("#state.good").waitFor();
    };
    const cells = (table: string) => page.locator(`#${table} tbody tr`).first().locator("td").allTextContents();

    it("says so if there are no work specs, workers and calls", async () => {
      await open();
      for (const text of ["There is no work spec.", "No worker has a live heartbeat."]) {
        expect(await page.getByText(text).isVisible()).toBe(true);
      }
      expect(await page.getByText("No call yet.").count()).toBe(2);
      expect(await page.locator("table:visible").count()).toBe(0);
      expect(complaints).toEqual([]);
    });

    it("shows new specs, workers and calls without being reloaded", async () => {
      await open();
      await page.evaluate('document.body.setAttribute("data-loaded", "once")');
      daemon.addSpec("crawl", { weight: 7n, priority: 2n, continuous: true });
      daemon.addUnits("crawl", ["a", "b", "c"]);
      daemon.addUnits("crawl", ["d"], 60);
      daemon.work("crawl", "finished");
      daemon.work("crawl", "failed");
      daemon.queue.spec("crawl")?.control({ paused: true });
      daemon.addWorker("worker-1", "run", "boss");
      daemon.call("get_work");
      daemon.call(null, "no such method Nope");
      await page.locator("#specs tbody tr").waitFor();
      expect((await cells("specs")).toSpliced(2, 1)).toEqual([
        "crawl",
        "paused, continuous",
        "1",
        "1",
        "0",
        "1",
        "1",
        "2",
        "7",
      ]);
      expect(await page.locator("#specs .progress").getAttribute("aria-label")).toBe(
        "1 finished, 1 failed, 0 pending, 1 delayed, 1 available",
      );
      expect(await cells("workers")).toEqual(["worker-1", "run", "boss", "1 min 0 s"]);
      expect((await cells("recent")).slice(1)).toEqual(["7", "unknown", "no such method Nope"]);
      expect((await cells("methods")).slice(0, 3)).toEqual(["get_work", "1", "0"]);
      daemon.queue.deleteSpec("crawl");
      await page.getByText("There is no work spec.").waitFor();
      expect(await page.locator("body").getAttribute("data-loaded")).toBe("once");
      expect(complaints).toEqual([]);
    });

    it("shows what clients send as text, with control characters made visible", async () => {
      const hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
      daemon.addSpec(`${hostile}\x00\x1b[31m`);
      daemon.addSpec("rtl \xe2\x80\xae evil");
      daemon.addWorker(hostile, hostile, hostile);
      daemon.call(null, hostile);
      await open();
      await page.locator("#specs tbody tr").nth(1).waitFor();
      expect(await page.locator("#specs tbody .name").allTextContents()).toEqual([
        `${hostile}\\u{0}\\u{1b}[31m`,
        "rtl \\u{202e} evil",
      ]);
      expect((await cells("workers")).slice(0, 3)).toEqual([hostile, hostile, hostile]);
      expect((await cells("recent")).at(-1)).toBe(hostile);
      expect(await page.locator("main img, main script").count()).toBe(0);
      expect(complaints).toEqual([]);
    });

    it("pages through more specs than it lists, by keyboard", async () => {
      for (let at = 0; at < 150; at++) daemon.addSpec(`s${1000 + at}`);
      await open();
      expect(await page.locator("#specs tbody tr").count()).toBe(100);
      expect(await page.locator("#specs-note").textContent()).toBe("100 of 150");
      await page.locator("#from").focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByText("50 of 150").waitFor();
      expect((await cells("specs"))[0]).toBe("s1100");
      await page.locator("#from").fill("s1149");
      await page.getByText("1 of 150").waitFor();
      expect(await page.evaluate("document.activeElement.id")).toBe("from");
    });

    it("lists numbered workers by their numbers, and stays short on a phone however many there are", async () => {
      for (let i = 100; i > 0; i--) daemon.addWorker(`worker-${i}`, "run", "");
      for (let i = 0; i < 100; i++) daemon.addSpec(`spec-${i}`);
      await page.setViewportSize({ width: 380, height: 800 });
      await open();
      await page.locator("#workers tbody tr").nth(99).waitFor();
      const names = await page.locator("#workers tbody td:first-child").allTextContents();
      expect(names.slice(0, 3)).toEqual(["worker-1", "worker-2", "worker-3"]);
      expect(names.slice(8, 11)).toEqual(["worker-9", "worker-10", "worker-11"]);
      expect(await page.evaluate("document.documentElement.scrollHeight")).toBeLessThan(4 * 800);
    });

    it("shows errors only, and keeps the list still, when asked to", async () => {
      daemon.call("now");
      daemon.call("get_work", "boom");
      await open();
      await page.getByLabel("errors only").check();
      expect(await page.locator("#recent tbody tr").count()).toBe(1);
      await page.getByRole("button", { name: "Pause" }).click();
      daemon.call("get_work", "later");
      await page.locator("#methods tbody tr", { hasText: "get_work" }).getByText("2").first().waitFor();
      expect(await page.locator("#recent tbody tr").count()).toBe(1);
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByText("later").waitFor();
    });

    it("says when the daemon is unreachable, and when it is reachable again", async () => {
      await open();
      await server.close();
      await page.getByText("no answer from the daemon").waitFor();
      server = await startStatusServer({ host: "127.0.0.1", port: server.port }, daemon.source, () => {});
      await page.locator("#state.good").waitFor();
    });

    it.each(["light", "dark"] as const)("is readable and fits a screen 360 px wide, %s", async (colorScheme) => {
      daemon.addSpec(`long-${"x".repeat(150)}`);
      daemon.addUnits(`long-${"x".repeat(150)}`, ["a"]);
      daemon.addWorker(`worker-${"y".repeat(150)}`);
      daemon.call(null, `no such method ${"Z".repeat(150)}`);
      await page.setViewportSize({ width: 360, height: 740 });
      await page.emulateMedia({ colorScheme });
      await open();
      await page.locator("#specs tbody tr").waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
      const ground = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      expect(ground).toBe(colorScheme === "dark" ? "rgb(20, 23, 28)" : "rgb(246, 247, 249)");
    });
  },
);
