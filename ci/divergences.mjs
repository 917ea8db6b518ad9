// `npm run divergences`: writes the known divergences of the real daemons into the README; with --check it only looks
// whether they are up to date.
import process from "node:process";
import { findPeer } from "../dist/conformance/peers/find.js";
import { peerNames } from "../dist/conformance/peers/names.js";
import { withDivergences } from "../dist/conformance/report/markdown/divergences.js";
import { bringUpToDate, README } from "./generated.mjs";

const peers = peerNames().map(findPeer);
const isFresh = bringUpToDate("npm run divergences", [
  { file: README, update: (text) => withDivergences(text, peers) },
]);
process.exitCode = isFresh ? 0 : 1;
