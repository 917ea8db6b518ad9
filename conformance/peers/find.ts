// Loads a peer of this package by its name.
import { UsageError } from "../command.ts";
import { type ExpectFile, loadExpectFile } from "../judge/expect-file.ts";
import { buildsOf, divergencesOf, peerNames } from "./names.ts";
import type { PeerRules } from "./rule.ts";

/** Its list, with the differences of other builds or machines. @throws GoldenError when a list cannot be used */
export function findPeer(name: string): ExpectFile {
  const list = loadExpectFile(name, divergencesOf(name));
  const file = buildsOf(name);
  if (file === undefined) return list;
  const builds = loadExpectFile(name, file);
  return { ...list, known: [...list.known, ...builds.known], shorts: [...list.shorts, ...builds.shorts] };
}

/** The rules that explain the peer's differences, from its peer.ts. @throws UsageError for a peer without one */
export async function rulesOf(name: string): Promise<PeerRules> {
  if (!peerNames().includes(name))
    throw new UsageError(`there is no peer '${name}'; there are ${peerNames().join(", ")}`);
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const module: { readonly peer: PeerRules } = await import(new URL(`./${name}/peer.${ending}`, import.meta.url).href);
  return module.peer;
}
