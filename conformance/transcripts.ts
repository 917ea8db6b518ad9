// Where the package keeps its data: the goldens, and the peers with their known divergences. The same folders serve the
// sources and the compiled files in dist/.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError } from "./command.ts";
import { loadPeer, type Peer } from "./peer/divergences.ts";

const own = (folder: string) => {
  const beside = new URL(`./${folder}`, import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : new URL(`../../conformance/${folder}`, import.meta.url));
};

/** The goldens that come with this package. */
export const TRANSCRIPTS = own("transcripts");

const PEERS = own("peers");

/** A peer that comes with this package. @throws UsageError when there is none of that name */
export function findPeer(name: string): Peer {
  const names = existsSync(PEERS) ? readdirSync(PEERS) : [];
  const file = `${PEERS}/${name}/divergences.yaml`;
  if (!names.includes(name) || !existsSync(file)) {
    throw new UsageError(`there is no peer '${name}'; there are ${names.length === 0 ? "none" : names.join(", ")}`);
  }
  return loadPeer(name, file);
}
