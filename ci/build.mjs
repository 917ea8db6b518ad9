// Compiles server/ and conformance/ to dist/, unless dist/ was made from these very sources. The new folder is made beside the
// old one and takes its place when it is whole.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import "./install.mjs";
import { copyPages } from "./copy-pages.mjs";
import { withLock } from "./lock.mjs";
import { isPacked, packGoldens } from "./pack-goldens.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const STAMP = "built-from";

if (process.exitCode === undefined) await withLock(build);

async function build() {
  const sources = digest();
  if (existsSync(join(dist, STAMP)) && readFileSync(join(dist, STAMP), "utf8") === sources) {
    // Goldens change more often than the code that reads them.
    if (!isPacked(dist)) await packGoldens(dist);
    return;
  }
  const fresh = join(root, ".dist");
  rmSync(fresh, { recursive: true, force: true });
  const tsc = join(root, "node_modules", ".bin", "tsc");
  const compiler = spawn(tsc, ["-p", join(root, "ci", "tsconfig.build.json"), "--outDir", fresh], { stdio: "inherit" });
  const [code] = await once(compiler, "close");
  if (code !== 0) {
    process.exitCode = code ?? 1;
    return;
  }
  copyPages(fresh);
  await packGoldens(fresh);
  writeFileSync(join(fresh, STAMP), sources);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}

/** A hash over everything that dist/ is made from. */
function digest() {
  const hash = createHash("sha256");
  const folders = ["server", "conformance", "ci"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|mjs|json|css|js|html)$/.test(name) && !name.endsWith(".test.ts"))
      .map((name) => join(folder, name)),
  );
  const data = ["conformance/protocol/points.yaml", "conformance/protocol/protocol.md"];
  for (const name of [...folders.sort(), ...data, "tsconfig.json", "package-lock.json"]) {
    hash.update(name).update(readFileSync(join(root, name)));
  }
  return hash.digest("hex");
}
