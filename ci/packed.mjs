// Installs the packed package as a user does, in an empty folder, and lets its two commands work there: the one verifies
// the other. Fails as they fail.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "coordinate-packed-"));
const prefix = join(scratch, "prefix");
const empty = join(scratch, "empty");
mkdirSync(prefix);
mkdirSync(empty);

function run(cwd, command, ...args) {
  const env = { ...process.env, PATH: `${join(prefix, "bin")}${delimiter}${process.env.PATH}` };
  const { status } = spawnSync(command, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) {
    console.error(`failed with exit ${status}: ${[command, ...args].join(" ")}`);
    rmSync(scratch, { recursive: true, force: true });
    process.exit(1);
  }
}

run(root, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", scratch);
const packed = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
run(scratch, "npm", "install", "--silent", "--global", "--ignore-scripts", "--prefix", prefix, join(scratch, packed));
run(empty, "coordinated", "-version");
run(empty, "coordinate-conformance", "run", "--compare", "bytes", "--", "coordinated", "-cborrpc", "127.0.0.1:{port}");
rmSync(scratch, { recursive: true, force: true });
