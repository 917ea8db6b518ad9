// The peers that come with this package: real daemons whose divergences are known. One folder each.
import { existsSync, readdirSync } from "node:fs";
import { UsageError } from "../command.ts";
import { loadPeer, type Peer } from "../judge/known.ts";
import { PEERS } from "../package-files.ts";

/** The names of the peers that come with this package. */
export function peerNames(): string[] {
  return readdirSync(PEERS)
    .filter((name) => existsSync(listOf(name)))
    .sort();
}

/** A peer that comes with this package. @throws UsageError when there is none of that name */
export function findPeer(name: string): Peer {
  const names = peerNames();
  if (!names.includes(name)) throw new UsageError(`there is no peer '${name}'; there are ${names.join(", ")}`);
  return loadPeer(name, listOf(name));
}

const listOf = (name: string) => `${PEERS}/${name}/divergences.yaml`;
