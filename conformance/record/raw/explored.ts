// Cases that `explore` found and `explore --promote` made goldens of: what is sent stands in the golden itself, which is
// recorded again from it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseGolden } from "../../golden/load.ts";
import { GOLDENS } from "../../package-files.ts";
import type { RawCase } from "./definition.ts";

const FOLDER = "explored";

/** One case a file of the goldens' folder of that name. @throws GoldenError */
export function exploredCases(): RawCase[] {
  const folder = join(GOLDENS, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const text = readFileSync(file, "utf8");
      const id = `${FOLDER}/${name.replace(/\.yaml$/, "")}`;
      const { title, requires } = parseGolden(id, file, text);
      return { id, title, requires, lines: scriptOf(text) };
    });
}

/** Its lines without what the replies say. */
function scriptOf(text: string): string[] {
  const [, steps = ""] = text.split("\nsteps: |\n");
  return steps
    .split("\n")
    .map((line) => line.trim().replace(/^=!? (?!(?:closed|nothing)$).*/, "= ?"))
    .filter((line) => line !== "");
}
