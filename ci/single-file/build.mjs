// `npm run single-file`: builds `coordinated` and `coordinate-conformance` as one file each for machines without Node, into
// single-file/: this Node with the program inside, as a single executable application. `coordinated` is bundled whole.
// `coordinate-conformance` brings its package along, goldens and all, and unpacks it once into the cache folder; see unpack.cjs.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inject } from "postject";
import { inlined } from "./inlined.mjs";
import { payload } from "./payload.mjs";

/** Where Node looks whether there is a program in it. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const root = fileURLToPath(new URL("../..", import.meta.url));
const target = join(root, "single-file");
const scratch = mkdtempSync(join(tmpdir(), "coordinate-single-file-"));
rmSync(target, { recursive: true, force: true });
mkdirSync(target);

const bundled = { bundle: true, platform: "node", format: "cjs", target: "node20", logLevel: "warning" };
const daemon = join(scratch, "coordinated.cjs");
await build({
  ...bundled,
  entryPoints: [join(root, "dist/server/main.js")],
  outfile: daemon,
  plugins: [inlined(root)],
});
await application("coordinated", daemon, {});

const tool = join(scratch, "coordinate-conformance.cjs");
await build({ ...bundled, entryPoints: [join(root, "ci/single-file/unpack.cjs")], outfile: tool });
const { index, contents } = payload(root, scratch);
writeFileSync(join(scratch, "index.json"), index);
writeFileSync(join(scratch, "contents"), contents);
await application("coordinate-conformance", tool, {
  "index.json": join(scratch, "index.json"),
  contents: join(scratch, "contents"),
});
rmSync(scratch, { recursive: true, force: true });

/** This Node as a program of its own. https://nodejs.org/docs/latest-v20.x/api/single-executable-applications.html */
async function application(name, main, assets) {
  const config = join(scratch, `${name}.json`);
  const blob = join(scratch, `${name}.blob`);
  writeFileSync(config, JSON.stringify({ main, output: blob, assets, disableExperimentalSEAWarning: true }));
  run(process.execPath, "--experimental-sea-config", config);
  const file = join(target, process.platform === "win32" ? `${name}.exe` : name);
  copyFileSync(process.execPath, file);
  chmodSync(file, 0o755);
  const isMac = process.platform === "darwin";
  if (isMac) run("codesign", "--remove-signature", file);
  const place = { sentinelFuse: FUSE, ...(isMac ? { machoSegmentName: "NODE_SEA" } : {}) };
  await inject(file, "NODE_SEA_BLOB", readFileSync(blob), place);
  if (isMac) run("codesign", "--sign", "-", file);
  console.log(`${file}: ${Math.round(statSync(file).size / 1e6)} MB`);
}

function run(command, ...args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr ?? error}`);
}
