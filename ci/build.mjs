// Compiles server/ and conformance/ to dist/, unless dist/ is up to date. The result is built in a separate folder,
// which then replaces the old one.
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import "./install.mjs";
import { digest, dist, isBuilt, root, STAMP } from "./built.mjs";
import { runToEnd } from "./child.mjs";
import { copyPages } from "./copy-pages.mjs";
import { withLock } from "./lock.mjs";
import { isPacked, packGoldens } from "./pack-goldens.mjs";

if (process.exitCode === undefined) await withLock(build);

async function build() {
  if (isBuilt()) {
    // Goldens change more often than the code that reads them.
    if (!isPacked(dist)) await packGoldens(dist);
    return;
  }
  const sources = digest();
  const fresh = join(root, ".dist");
  rmSync(fresh, { recursive: true, force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const options = ["-p", join(root, "ci", "tsconfig.build.json"), "--outDir", fresh];
  const code = await runToEnd(process.execPath, [tsc, ...options], { stdio: "inherit" });
  if (code !== 0) {
    process.exitCode = code;
    return;
  }
  copyPages(fresh);
  await packGoldens(fresh);
  writeFileSync(join(fresh, STAMP), sources);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}
