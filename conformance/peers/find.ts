// A peer that comes with this package, by its name.
import { type ExpectFile, loadExpectFile } from "../judge/expect-file.ts";
import { divergencesOf } from "./names.ts";

/** @throws GoldenError when its list cannot be used */
export function findPeer(name: string): ExpectFile {
  return loadExpectFile(name, divergencesOf(name));
}
