// The paths of the package's data: the goldens, the kill matrix, the peers. The same for the sources and for the
// compiled files in dist/.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

// dist/ has folders of the same names, with the compiled files: what tells the sources is the goldens, which are not copied.
const besideSources = existsSync(new URL("./goldens", import.meta.url));
// The tools of the repository are compiled one folder deeper.
const data =
  ["./", "../../conformance/", "../../../conformance/"].find((place) =>
    existsSync(new URL(`${place}goldens`, import.meta.url)),
  ) ?? "../../conformance/";
const own = (path: string) => fileURLToPath(new URL(`${data}${path}`, import.meta.url));

/** The goldens that come with this package. */
export const GOLDENS = own("goldens");

/** Where the build has put what is made of the data. The sources have no such place of their own; tests name it, see ci/use-build.mjs. */
const built = besideSources ? process.env.COORDINATE_BUILD : fileURLToPath(new URL("../", import.meta.url));
const fromBuild = (path: string) => (built === undefined ? undefined : join(built, "conformance", path));

/** The same as one file, made by the build. */
export const PACK = fromBuild("goldens.pack");

/** The released suites, a file each. */
export const SUITES = own("suites/frozen");

/** Cases as released suites have them, where today's goldens are other ones. */
export const FORMER_CASES = own("suites/former");

/** Why cases are not as the last suite had them. */
export const SUITE_REASONS = own("suites/reasons.yaml");

/** What became of each mutant when the goldens were played to it. */
export const KILL_MATRIX = own("proof/mutants/kill-matrix.jsonl");

/** Faults of an implementation that some golden sees, each with its clause; not in the package. */
export const CAUGHT = own("proof/clauses/caught.jsonl");

/** Clauses of which no fault can be made; not in the package. */
export const WITHOUT_FAULT = own("proof/clauses/without-fault.txt");

/** The protocol in numbered clauses. */
export const PROTOCOL = own("protocol/protocol.md");

/** The shapes of its messages. */
export const CDDL = own("protocol/protocol.cddl");

/** Where real daemons are known to differ from the protocol. */
export const POINTS = own("protocol/points.yaml");

/** The same, as the build has read it. */
export const BUILT_POINTS = fromBuild("points.v8");

/** One folder a peer: its rules, its list of divergences, its recorded replies. */
export const PEERS = own("peers");

/** The pytest plugin, its scenarios and the pinned packages. */
export const SHIM = own("../python-shim");

/** The version of this package, as its package.json has it. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(own("../package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
}
