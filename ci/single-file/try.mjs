// Tests the two single files like a user without Node: in an empty folder, with no Node on the PATH. The one verifies
// the other, and runs programs itself. Fails if either fails.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../single-file", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "coordinate-single-file-"));
const bin = join(scratch, "bin");
const cache = join(scratch, "cache");
mkdirSync(bin);
for (const name of ["coordinated", "coordinate-conformance"]) symlinkSync(join(built, name), join(bin, name));

const DAEMON = ["coordinated", "-cborrpc", "127.0.0.1:{port}"];
tried("coordinated", "-version");
tried("coordinate-conformance", "--version");
await showsStatusPage();
const reports = ["--report", "pretty", "--report", "html=report.html"];
tried("coordinate-conformance", "run", "upstream/*", "sanity/*", ...reports, "--", ...DAEMON);
if (!existsSync(join(scratch, "report.html"))) fail("there is no report");
// The reference that it brings along, and worker threads.
tried("coordinate-conformance", "bench", "--quick", "--no-echo", "--workload", "ping");
tried("coordinate-conformance", "stress", "--minutes", "0.03", "--least-calls", "10", "--", ...DAEMON);
const unpacked = readdirSync(join(cache, "coordinate-conformance", "single-file"));
if (unpacked.length !== 1) fail(`it was not unpacked once: ${unpacked.join(", ")}`);
rmSync(scratch, { recursive: true, force: true });

/** The daemon serves its page, which it brings along. */
async function showsStatusPage() {
  const flags = ["-cborrpc", "127.0.0.1:0", "-http", "127.0.0.1:0"];
  const daemon = spawn(join(bin, "coordinated"), flags, { cwd: scratch, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  while (!/status page on \S+/.test(printed)) printed += String((await once(daemon.stdout, "data"))[0]);
  const [, page] = /status page on (\S+)/.exec(printed);
  const text = await (await fetch(page)).text();
  daemon.kill();
  if (!/<style>[^<]*--ground/.test(text)) fail("the status page has no style sheet");
}

function tried(command, ...args) {
  const env = { PATH: bin, HOME: scratch, XDG_CACHE_HOME: cache, TMPDIR: scratch };
  const { status, error } = spawnSync(join(bin, command), args, {
    cwd: scratch,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) fail(`failed with exit ${status}: ${[command, ...args].join(" ")} ${error ?? ""}`);
}

function fail(message) {
  console.error(message);
  rmSync(scratch, { recursive: true, force: true });
  process.exit(1);
}
