// `npm run graph`: prints the folders of the project in layers, each with its number of files and lines and its
// imports.
import { readFileSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import { COMMON, options, TESTS } from "./allowed.mjs";

const { output } = await cruise(["server", "conformance"], { ...options, exclude: { path: TESTS } });
function folderOf(path) {
  const [top, folder, ...rest] = path.split("/");
  if (COMMON.includes(path)) return `${top}, common`;
  return rest.length > 0 ? `${top}/${folder}` : `${top}, entries`;
}
const folders = new Map();
for (const { source, dependencies } of output.modules) {
  if (!/^(server|conformance)\//.test(source)) continue;
  const name = folderOf(source);
  const folder = folders.get(name) ?? { files: 0, lines: 0, imports: new Map() };
  folders.set(name, folder);
  folder.files += 1;
  folder.lines += readFileSync(source, "utf8").split("\n").length - 1;
  for (const { resolved } of dependencies) {
    const other = folderOf(resolved);
    if (other === name || !/^(server|conformance)\//.test(resolved)) continue;
    folder.imports.set(other, (folder.imports.get(other) ?? 0) + 1);
  }
}

/** Assigns each folder to the layer above the highest one that it imports. Folders in a cycle get none. */
const heights = new Map();
for (let found = true; found; ) {
  found = false;
  for (const [name, { imports }] of folders) {
    const below = [...imports.keys()].map((other) => heights.get(other));
    if (heights.has(name) || below.includes(undefined)) continue;
    heights.set(name, Math.max(0, ...below.map((height) => height + 1)));
    found = true;
  }
}

const rank = (name) => heights.get(name) ?? Number.POSITIVE_INFINITY;
const sorted = [...folders].sort(([a], [b]) => rank(b) - rank(a) || a.localeCompare(b));
for (const [name, { files, lines, imports }] of sorted) {
  const arrows = [...imports].sort().map(([other, count]) => `${other.replace("conformance/", "")} ${count}`);
  const height = heights.get(name) ?? "in a circle";
  console.log(
    `${String(height).padStart(2)}  ${name.padEnd(22)}${String(files).padStart(4)} files ${String(lines).padStart(6)} lines`,
  );
  if (arrows.length > 0) console.log(`      -> ${arrows.join(", ")}`);
}
const arrows = sorted.reduce((sum, [, { imports }]) => sum + imports.size, 0);
console.log(`${folders.size} folders, ${arrows} arrows, ${folders.size - heights.size} folders in circles`);
