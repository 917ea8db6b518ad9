// `npm run clauses`: writes the pages of points and of clauses with the goldens that test them, and reports clauses
// without a test; with --check it only checks whether the pages are up to date.
import process from "node:process";
import { peerNames } from "../dist/conformance/peers/names.js";
import { readCaught } from "../dist/conformance/proof/clauses/caught.js";
import { complaintsAbout, pinnedBy } from "../dist/conformance/proof/clauses/clauses.js";
import { EXCLUDED } from "../dist/conformance/proof/clauses/excluded.js";
import { withoutFault } from "../dist/conformance/proof/clauses/without-fault.js";
import { allClauses, allPoints } from "../dist/conformance/protocol/protocol.js";
import { clausesPage } from "../dist/conformance/report/markdown/clauses.js";
import { pointsPage } from "../dist/conformance/report/markdown/points.js";
import { goldens } from "../dist/conformance/run/suite.js";
import { bringUpToDate, page } from "./generated.mjs";

const pinned = pinnedBy(goldens(), allClauses().values(), readCaught(), EXCLUDED, withoutFault());
const complaints = complaintsAbout(pinned, EXCLUDED);
for (const complaint of complaints) console.error(complaint);
const isFresh = bringUpToDate("npm run clauses", [
  { file: page("clauses.md"), text: clausesPage(pinned) },
  { file: page("points.md"), text: pointsPage(allPoints().values(), peerNames()) },
]);
process.exitCode = isFresh && complaints.length === 0 ? 0 : 1;
