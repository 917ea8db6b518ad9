// A peer that comes with this package, by its name.
import { loadPeer, type Peer } from "../judge/known.ts";
import { divergencesOf } from "./names.ts";

/** @throws GoldenError when its list cannot be used */
export function findPeer(name: string): Peer {
  return loadPeer(name, divergencesOf(name));
}
