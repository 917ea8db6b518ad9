// `npm run divergences`: writes the page of the real daemons' known divergences; with --check it only checks whether
// the page is up to date.
import process from "node:process";
import { findPeer } from "../dist/conformance/peers/find.js";
import { peerNames } from "../dist/conformance/peers/names.js";
import { divergencesPage } from "../dist/conformance/report/markdown/divergences.js";
import { bringUpToDate, page } from "./generated.mjs";

const peers = peerNames().map(findPeer);
const isFresh = bringUpToDate("npm run divergences", [{ file: page("divergences.md"), text: divergencesPage(peers) }]);
process.exitCode = isFresh ? 0 : 1;
