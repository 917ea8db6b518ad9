// Installs the exact packages of package-lock.json where they are not installed yet, so that every npm script works
// alone in a fresh clone. No install script of a package is run: none is needed.
import { existsSync, readFileSync, statSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { runToEnd } from "./child.mjs";
import { withLock } from "./lock.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = `${root}package-lock.json`;
// npm writes this file last, so its absence shows that an install was interrupted and must be repeated.
const installed = `${root}node_modules/.package-lock.json`;

// On Windows npm is a shell script.
const isWindows = process.platform === "win32";
const NPM = isWindows ? "npm.cmd" : "npm";

const { engines } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const [, major, minor] = /(\d+)\.(\d+)/.exec(engines.node).map(Number);
const [ownMajor, ownMinor] = process.versions.node.split(".").map(Number);
if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
  console.error(`Node ${engines.node} is needed, this is ${process.versions.node}`);
  process.exit(1);
}
if (!isInstalled()) await withLock(install);

function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

async function install() {
  if (isInstalled()) return;
  console.error("installing packages: npm ci --ignore-scripts");
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = await runToEnd(NPM, options, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: isWindows });
  if (code !== 0) process.exitCode = code;
}
