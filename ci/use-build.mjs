// Before the tests: what the build made of the goldens and points is used by the sources too, if it was made by them.
import process from "node:process";
import { dist, isBuilt } from "./built.mjs";

export default function useBuild() {
  if (isBuilt()) process.env.COORDINATE_BUILD = dist;
}
