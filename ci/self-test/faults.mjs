// Parses the catalogue of source faults: edits of a line of the reference daemon that implement a misreading of a
// clause. Each is a line `CLAUSE | find | replace` below an `@ FILE` of dist/server/; \n stands for a newline.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("./faults/", import.meta.url);

/** Every fault: `{ name, key, clause, file, find, replace }`; `key` is what explained.txt knows it by. */
export function sourceFaults() {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((area) => parse(area.replace(".txt", ""), readFileSync(new URL(area, FOLDER), "utf8")));
}

function parse(area, text) {
  let file = "";
  let number = 0;
  return text.split("\n").flatMap((line, i) => {
    if (line.startsWith("@ ")) file = line.slice(2).trim();
    if (line.trim() === "" || line.startsWith("@ ")) return [];
    // An empty replacement leaves no more than the bar.
    const [clause, find, ...rest] = `${line} `.split(" | ");
    if (find === undefined || rest.length === 0)
      throw new Error(`${area}.txt:${i + 1}: 'CLAUSE | find | replace' is missing`);
    number += 1;
    const unescaped = (part) => part.replaceAll("\\n", "\n");
    return [
      {
        name: `${area}-${number}`,
        key: `${clause} | ${find} | ${rest.join(" | ")}`.trimEnd(),
        clause,
        file,
        find: unescaped(find),
        replace: unescaped(rest.join(" | ").trimEnd()),
      },
    ];
  });
}

/** `CLAUSE | find | replace = why no session can show it, and what does`: the reasons by what stands before. */
export function explanations() {
  const file = new URL("./explained.txt", import.meta.url);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return new Map(
    lines
      .filter((each) => each.includes(" = ") && !each.startsWith("#"))
      .map((each) => {
        const at = each.lastIndexOf(" = ");
        return [each.slice(0, at).trimEnd(), each.slice(at + 3)];
      }),
  );
}
