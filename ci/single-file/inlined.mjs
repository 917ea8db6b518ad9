// An esbuild plugin that puts the files which the daemon reads, package.json and the parts of its status page, into the
// bundle as texts, so that it needs no files.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** @param {string} root the folder of the package */
export function inlined(root) {
  return {
    name: "inlined",
    setup(build) {
      build.onLoad({ filter: /dist\/server\/(main|http\/page)\.js$/ }, ({ path }) => {
        const code = readFileSync(path, "utf8");
        const contents = path.endsWith("main.js") ? withManifest(code, root) : withParts(code, dirname(path), root);
        // A file that is still looked for would be missing where the program runs.
        if (contents.includes("import.meta"))
          throw new Error(`${path} reads a file that ci/single-file/ does not know`);
        return { contents, loader: "js" };
      });
    },
  };
}

function withManifest(code, root) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const text = JSON.stringify(JSON.stringify({ version }));
  return code.replace('readFileSync(new URL("../../package.json", import.meta.url), "utf8")', () => text);
}

function withParts(code, folder, root) {
  const folders = [join(folder, "page"), join(root, "dist", "ci", "pages")];
  const files = folders.flatMap((each) => readdirSync(each).map((name) => join(each, name)));
  const parts = files.map((file) => [relative(folder, file), readFileSync(file, "utf8")]);
  const table = JSON.stringify(Object.fromEntries(parts));
  return code.replace('await readFile(new URL(name, import.meta.url), "utf8")', () => `${table}[name]`);
}
