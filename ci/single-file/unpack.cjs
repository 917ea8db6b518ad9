// What runs first in the single file `coordinate-conformance`: unpacks the package that it brings along, once, and runs it. The folder
// is named by a hash of its contents, so that versions do not meet. Started with the path of a script in there, as the package starts
// its own programs, it runs that.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { homedir, tmpdir } = require("node:os");
const { dirname, join, sep } = require("node:path");
const process = require("node:process");
const { getAsset, getRawAsset } = require("node:sea");
const { brotliDecompressSync } = require("node:zlib");

const contents = Buffer.from(getRawAsset("contents"));
const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
const caches = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
const app =
  unpacked(join(caches, "coordinate-conformance", "single-file")) ?? unpacked(join(tmpdir(), "coordinate-conformance"));
const [, , script] = process.argv;
const isOwn = script?.startsWith(app + sep) === true;
if (isOwn) process.argv.splice(1, 1);
// Only a module that is a file may import others.
createRequire(join(app, "start.cjs"))("./start.cjs")(
  isOwn ? script : join(app, "node_modules/coordinate-conformance/dist/conformance/main.js"),
);

/** The folder below `folder` that holds the package; undefined where it cannot be written. */
function unpacked(folder) {
  const app = join(folder, hash);
  if (existsSync(app)) return app;
  let partial;
  try {
    mkdirSync(folder, { recursive: true });
    partial = mkdtempSync(join(folder, "partial-"));
    const all = brotliDecompressSync(contents);
    for (const [name, start, end] of JSON.parse(getAsset("index.json", "utf8"))) {
      mkdirSync(dirname(join(partial, name)), { recursive: true });
      writeFileSync(join(partial, name), all.subarray(start, end));
    }
    const start =
      'const { pathToFileURL } = require("node:url");\nmodule.exports = (file) => import(pathToFileURL(file).href);\n';
    writeFileSync(join(partial, "start.cjs"), start);
    // Whoever was faster has put the same there.
    if (!existsSync(app)) renameSync(partial, app);
    return app;
  } catch {
    return existsSync(app) ? app : undefined;
  } finally {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
  }
}
