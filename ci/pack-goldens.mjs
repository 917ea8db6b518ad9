// Puts what commands read at their start beside the compiled code, read and checked: the goldens as one file, see
// conformance/golden/pack.ts, and the points.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serialize } from "node:v8";

/** @param {string} dist the folder of the compiled code */
export async function packGoldens(dist) {
  const from = (path) => import(pathToFileURL(join(dist, "conformance", path)).href);
  const [{ loadGoldens }, { packGoldens: pack }, { allPoints }, { BUILT_POINTS, GOLDENS, PACK }] = await Promise.all(
    ["golden/load.js", "golden/pack.js", "protocol/protocol.js", "package-files.js"].map(from),
  );
  writeFileSync(BUILT_POINTS, serialize(allPoints()));
  writeFileSync(PACK, pack(loadGoldens(GOLDENS)));
}
