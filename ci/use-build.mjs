// Runs before the tests: lets the sources use the goldens and points packed by the build, if the build is up to date.
import process from "node:process";
import { dist, isBuilt } from "./built.mjs";

export default function useBuild() {
  if (isBuilt()) process.env.COORDINATE_BUILD = dist;
}
