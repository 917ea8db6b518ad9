// `npm run pictures`: takes the screenshots in conformance/docs/pictures/: the report of a daemon that differs, the
// matrix of the saved results, and the status page of a busy daemon.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { COLUMNS, fileOf } from "./results.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const pictures = join(root, "conformance", "docs", "pictures");
const scratch = mkdtempSync(join(tmpdir(), "coordinate-pictures-"));
const conformance = join(root, "dist", "conformance", "main.js");
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const view = await browser.newPage({ viewport: { width: 1100, height: 760 } });

// The real Go daemon's recorded replies, judged without its list of divergences.
const replies = "conformance/peers/go-coordinate/replies.jsonl.gz";
const report = join(scratch, "report.html");
spawnSync(process.execPath, [conformance, "run", "--replies", replies, "--report", `html=${report}`], { cwd: root });
await view.goto(`file://${report}`);
await view.screenshot({ path: join(pictures, "report.png") });

const saved = COLUMNS.filter(({ name }) => existsSync(fileOf(name))).map(({ name }) => `${name}=${fileOf(name)}`);
const matrix = join(scratch, "matrix.html");
spawnSync(process.execPath, [conformance, "matrix", ...saved, "--html", matrix], { cwd: root });
await view.goto(`file://${matrix}`);
await view.screenshot({ path: join(pictures, "matrix.png") });

const daemon = spawn(
  process.execPath,
  [join(root, "dist", "server", "main.js"), "-cborrpc", "127.0.0.1:0", "-http", "127.0.0.1:0"],
  { stdio: ["ignore", "pipe", "inherit"] },
);
let printed = "";
while (!/status page on \S+/.test(printed)) printed += String((await once(daemon.stdout, "data"))[0]);
const [, address] = /listening on (\S+)/.exec(printed);
const [, page] = /status page on (\S+)/.exec(printed);
for (const call of [
  "set_work_spec({'name': 'fetch', 'then': 'parse', 'weight': 3})",
  "set_work_spec({'name': 'parse'})",
  `add_work_units('fetch', [${Array.from({ length: 40 }, (_, i) => `'page-${i}'`).join(", ")}])`,
  ...Array.from({ length: 9 }, (_, i) => `get_work('worker-${i}', {'lease_time': 600})`),
  ...Array.from({ length: 4 }, (_, i) => `update_work_unit('fetch', 'page-${i}', {'status': 4})`),
  ...Array.from({ length: 9 }, (_, i) => `worker_heartbeat('worker-${i}', 'RUN', 600, {}, null)`),
]) {
  const { status, stderr } = spawnSync(process.execPath, [conformance, "call", address, call], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
await view.goto(page);
await view.waitForLoadState("networkidle");
await view.screenshot({ path: join(pictures, "status-page.png") });
daemon.kill();
await once(daemon, "close");
await browser.close();
rmSync(scratch, { recursive: true, force: true });
