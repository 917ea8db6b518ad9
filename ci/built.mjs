// Whether dist/ was built from the current sources.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const dist = join(root, "dist");
/** The file in dist/ with the digest of the sources that it was built from. */
export const STAMP = "built-from";

export function isBuilt() {
  const stamp = join(dist, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digest();
}

/** A hash of all inputs of the build. */
export function digest() {
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
