// The names of the peers that come with this package: real daemons whose divergences are known. One folder each.
import { existsSync, readdirSync } from "node:fs";
import { PEERS } from "../package-files.ts";

/** Those whose list is written by rules, which explain a difference wherever it shows. */
export function peerNames(): string[] {
  return namesWith("divergences.yaml");
}

/** Those too whose list was written from a run: `run --peer` knows them, and nothing explains what else differs. */
export function listedNames(): string[] {
  return [...peerNames(), ...namesWith(BY_RUN)].sort();
}

/** The file that lists the divergences of the peer of this name. */
export function divergencesOf(name: string): string {
  const byRun = `${PEERS}/${name}/${BY_RUN}`;
  return existsSync(byRun) ? byRun : `${PEERS}/${name}/divergences.yaml`;
}

/** The file that lists what the same daemon may answer otherwise elsewhere, by its build or its machine, where there is one: --fix leaves it alone. */
export function buildsOf(name: string): string | undefined {
  const file = `${PEERS}/${name}/builds.yaml`;
  return existsSync(file) ? file : undefined;
}

const BY_RUN = "known.yaml";

const namesWith = (file: string) =>
  readdirSync(PEERS)
    .filter((name) => existsSync(`${PEERS}/${name}/${file}`))
    .sort();
