// Converts the table of allowed.mjs to rules of dependency-cruiser for code other than tests, which `npm run check`
// applies.
import { ALLOWED, COMMON, options, TESTS } from "./allowed.mjs";

const inside = (folder) => `^${folder}/`;
const common = COMMON.map((file) => `^${file.replaceAll(".", "\\.")}$`);

const folders = Object.entries(ALLOWED).map(([folder, others]) => ({
  name: `${folder} imports only what ci/folders/allowed.mjs says`,
  severity: "error",
  from: { path: inside(folder) },
  to: { path: "^(server|conformance)/", pathNot: [folder, ...others].map(inside).concat(common) },
}));

export default {
  forbidden: [
    ...folders,
    {
      name: "the judge shares no code with the judged",
      severity: "error",
      from: { path: "^conformance/" },
      to: { path: "^server/" },
    },
    {
      name: "the server does not know who judges it",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^conformance/" },
    },
    {
      name: "server/domain is pure: nothing of Node",
      severity: "error",
      from: { path: "^server/domain/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "what everybody may import imports no folder",
      severity: "error",
      from: { path: common },
      to: { path: "^(server|conformance)/", pathNot: common },
    },
    {
      name: "a folder must stand in ci/folders/allowed.mjs",
      severity: "error",
      from: {},
      to: { path: "^(server|conformance)/[^/]+/", pathNot: Object.keys(ALLOWED).map(inside) },
    },
    { name: "no circle of folders", severity: "error", scope: "folder", from: {}, to: { circular: true } },
    { name: "every import is found", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: { ...options, exclude: { path: TESTS } },
};
