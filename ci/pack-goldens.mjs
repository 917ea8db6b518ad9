// Writes the parsed and validated goldens as one file (see conformance/golden/pack.ts), and the points, to dist/, so that
// commands start faster.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { serialize } from "node:v8";

/** @param {string} dist the folder of the compiled code */
export async function packGoldens(dist) {
  const from = (path) => import(pathToFileURL(join(dist, "conformance", path)).href);
  const [{ loadGoldens }, { packGoldens: pack }, { allPoints }, { BUILT_POINTS, GOLDENS, PACK }] = await Promise.all(
    ["golden/load.js", "golden/pack.js", "protocol/protocol.js", "package-files.js"].map(from),
  );
  writeFileSync(BUILT_POINTS, serialize(allPoints()));
  // In place of the former one, which a run may be reading.
  writeFileSync(`${PACK}.new`, pack(loadGoldens(GOLDENS)));
  renameSync(`${PACK}.new`, PACK);
  writeFileSync(join(dist, STAMP), factsOfGoldens());
}

/**
 * Whether the pack is up to date: size and modification time of each golden are unchanged.
 * @param {string} dist the folder of the compiled code
 */
export function isPacked(dist) {
  const stamp = join(dist, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === factsOfGoldens();
}

const STAMP = "conformance/packed-from";
const goldens = fileURLToPath(new URL("../conformance/goldens", import.meta.url));

function factsOfGoldens() {
  const hash = createHash("sha256");
  for (const name of readdirSync(goldens, { recursive: true, encoding: "utf8" }).sort()) {
    const { size, mtimeMs } = statSync(join(goldens, name));
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}
