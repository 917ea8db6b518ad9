// Where the package keeps its data: the goldens, the kill matrix, and the peers with their known divergences. The same
// folders serve the sources and the compiled files in dist/.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "./command.ts";
import { loadPeer, type Peer } from "./peer/divergences.ts";

const own = (path: string) => {
  const beside = new URL(`./${path}`, import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : new URL(`../../conformance/${path}`, import.meta.url));
};

/** The goldens that come with this package. */
export const TRANSCRIPTS = own("transcripts");

/** What became of each mutant when the goldens were played to it. */
export const KILL_MATRIX = own("mutants/kill-matrix.jsonl");

const PEERS = own("peers");

/** The names of the peers that come with this package. */
export function peerNames(): string[] {
  return readdirSync(PEERS).sort();
}

/** A peer that comes with this package. @throws UsageError when there is none of that name */
export function findPeer(name: string): Peer {
  const names = peerNames();
  if (!names.includes(name)) throw new UsageError(`there is no peer '${name}'; there are ${names.join(", ")}`);
  return loadPeer(name, `${PEERS}/${name}/divergences.yaml`);
}
