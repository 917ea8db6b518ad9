// Lints ci/Dockerfile with hadolint, which pip installs into the cache folder. Skipped with a message if there is no
// Python 3 with pip, or no hadolint for this machine.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../dist/conformance/cache-folder.js";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const requirements = here("dockerfile-requirements.txt");
const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
const folder = join(cacheFolder(undefined, process.env), "hadolint", hash);

if (existsSync(folder) || fetched()) {
  const { status } = spawnSync(join(folder, "bin", "hadolint"), [here("Dockerfile")], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}

function fetched() {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  const options = ["-q", "--require-hashes", "--no-deps", "--target", partial, "-r", requirements];
  const { status, stderr, error } = spawnSync("python3", ["-m", "pip", "install", ...options], { encoding: "utf8" });
  if (status === 0 && !existsSync(folder)) renameSync(partial, folder);
  rmSync(partial, { recursive: true, force: true });
  if (existsSync(folder)) return true;
  console.error(`ci/Dockerfile is not linted: ${(stderr ?? String(error)).trim().slice(-300)}`);
  return false;
}
