// The names of the peers that come with this package: real daemons whose divergences are known. One folder each.
import { existsSync, readdirSync } from "node:fs";
import { PEERS } from "../package-files.ts";

export function peerNames(): string[] {
  return readdirSync(PEERS)
    .filter((name) => existsSync(divergencesOf(name)))
    .sort();
}

/** The file that lists the divergences of the peer of this name. */
export const divergencesOf = (name: string) => `${PEERS}/${name}/divergences.yaml`;
