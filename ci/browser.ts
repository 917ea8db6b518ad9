// Finds the machine's Chromium for the tests of HTML pages, or says why there is none.
import { existsSync } from "node:fs";
import process from "node:process";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const executablePath = [process.env.COORDINATE_BROWSER ?? "", ...PLACES].find((place) => existsSync(place));
const isRequired = process.env.COORDINATE_REQUIRE_BROWSER === "1";

/** Why tests that need a browser are skipped; null to run them, and to let them fail if a browser is required. */
export const NO_BROWSER =
  executablePath === undefined && !isRequired ? `no Chromium in ${PLACES.join(", ")} or $COORDINATE_BROWSER` : null;

/** @throws Error where there is none */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined)
    throw new Error("Cannot find a browser, and COORDINATE_REQUIRE_BROWSER=1 demands one");
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
