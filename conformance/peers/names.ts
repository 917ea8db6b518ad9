// The names of this package's peers, real daemons whose divergences are known. There is one folder for each.
import { existsSync, readdirSync } from "node:fs";
import { PEERS } from "../package-files.ts";

/** The peers with rules, which can explain differences in any session. */
export function peerNames(): string[] {
  return namesWith("divergences.yaml");
}

/**
 * Also the peers with only a list, written from a run: `run --peer` knows them, but no rule explains other differences.
 */
export function listedNames(): string[] {
  return [...peerNames(), ...namesWith(BY_RUN)].sort();
}

/** The path of the peer's list of divergences. */
export function divergencesOf(name: string): string {
  const byRun = `${PEERS}/${name}/${BY_RUN}`;
  return existsSync(byRun) ? byRun : `${PEERS}/${name}/divergences.yaml`;
}

/**
 * The path of the list of differences that depend on build or machine, if the peer has one. --fix does not change it.
 */
export function buildsOf(name: string): string | undefined {
  const file = `${PEERS}/${name}/builds.yaml`;
  return existsSync(file) ? file : undefined;
}

const BY_RUN = "known.yaml";

const namesWith = (file: string) =>
  readdirSync(PEERS)
    .filter((name) => existsSync(`${PEERS}/${name}/${file}`))
    .sort();
