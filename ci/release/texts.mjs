// The changes of a release to text files: the date in the changelog, and every place that names the version.

/**
 * The changelog with the day of the release in place of `(unreleased)`.
 * @param {string} changelog
 * @param {string} version
 * @param {string} day YYYY-MM-DD
 * @throws Error where the version has no section that waits for its date, or says nothing
 */
export function datedChangelog(changelog, version, day) {
  const heading = `## ${version} (unreleased)\n`;
  const at = changelog.indexOf(`\n${heading}`);
  if (at < 0) throw new Error(`CHANGELOG.md has no section '${heading.trim()}'`);
  const [section = ""] = changelog.slice(at + 1 + heading.length).split(/^## /m);
  if (section.trim() === "") throw new Error(`CHANGELOG.md says nothing of ${version}`);
  return changelog.replace(heading, `## ${version} (${day})\n`);
}

/** Files that name the version, but for package.json and its lock. */
export const NAMING = [
  ".github/workflows/ci.yml",
  "README.md",
  "ci/Dockerfile",
  "ci/examples/github/go.yml",
  "ci/examples/github/node.yml",
  "ci/examples/github/python.yml",
  "ci/examples/gitlab/go.yml",
  "ci/examples/gitlab/node.yml",
  "ci/examples/gitlab/python.yml",
  "ci/github/action.yml",
  "ci/gitlab.yml",
  "conformance/docs/gate.md",
  "conformance/docs/install.md",
  "conformance/docs/run-the-daemon.md",
  "python-shim/coordinate_shim/__init__.py",
  "python-shim/setup.py",
];

/**
 * A text that names another version of this package: its tarball, its tag, what a registry or a command calls it.
 * @param {string} text
 * @param {string} from
 * @param {string} to
 * @returns {string}
 */
export function naming(text, from, to) {
  const places = [
    [`coordinate-conformance-${from}.tgz`, `coordinate-conformance-${to}.tgz`],
    [`coordinate-conformance@${from}`, `coordinate-conformance@${to}`],
    [`@v${from}`, `@v${to}`],
    [`#v${from}`, `#v${to}`],
    [`\ncoordinated ${from}\n`, `\ncoordinated ${to}\n`],
    [`\ncoordinate-conformance ${from}\n`, `\ncoordinate-conformance ${to}\n`],
    [`, coordinate-conformance ${from},`, `, coordinate-conformance ${to},`],
    [`version='${from}'`, `version='${to}'`],
    [`__version__ = '${from}'`, `__version__ = '${to}'`],
  ];
  return places.reduce((changed, [old, now]) => changed.replaceAll(old, now), text);
}

/**
 * The suite that a version brings, or undefined: 0.2.0 brings 0.2, and 0.2.1 none.
 * @param {string} version
 * @returns {string | undefined}
 */
export function suiteOf(version) {
  return /^(\d+\.\d+)\.0$/.exec(version)?.[1];
}

/**
 * @param {string} version
 * @param {string} last
 * @returns {boolean} whether a version may follow, or be, the one that package.json has
 */
export function mayFollow(version, last) {
  const [a, b] = [version, last].map((each) => /^(\d+)\.(\d+)\.(\d+)$/.exec(each)?.slice(1).map(Number));
  if (a === undefined || b === undefined) return false;
  const at = a.findIndex((number, i) => number !== b[i]);
  return at < 0 || a[at] > b[at];
}
