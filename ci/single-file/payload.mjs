// What the single file `coordinate-conformance` unpacks: the package as npm packs it, and the packages that it needs.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/**
 * @param {string} root the folder of the package
 * @param {string} scratch an empty folder
 * @returns {{ index: string, contents: Buffer }} where each file begins and ends in what the contents decompress to
 */
export function payload(root, scratch) {
  const app = join(scratch, "app");
  run(root, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", scratch);
  const packed = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
  const install = ["--silent", "--no-save", "--omit=dev", "--omit=optional", "--ignore-scripts", "--no-package-lock"];
  run(scratch, "npm", "install", ...install, "--prefix", app, join(scratch, packed));
  const files = readdirSync(app, { recursive: true, encoding: "utf8" })
    .map((name) => join(app, name))
    .filter((file) => statSync(file).isFile() && isNeeded(file));
  let at = 0;
  const index = files.map((file) => {
    const { size } = statSync(file);
    at += size;
    return [relative(app, file).replaceAll("\\", "/"), at - size, at];
  });
  const contents = Buffer.concat(files.map((file) => readFileSync(file)));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_LGWIN]: 24 };
  return { index: JSON.stringify(index), contents: brotliCompressSync(contents, { params }) };
}

/** Not what compilers and people read: declarations, source maps, manuals. */
const isNeeded = (file) =>
  !/\.(d\.[cm]?ts|map)$/.test(file) &&
  (!/\.(md|ts)$/.test(file) || file.includes("coordinate-conformance/conformance"));

function run(cwd, command, ...args) {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`);
}
