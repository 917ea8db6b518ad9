// Parses the pinned packages in python-shim/requirements.txt: one `NAME==VERSION --hash=sha256:HEX` per line.

export type Pin = {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the only accepted file, in lower-case hex. */
  readonly sha256: string;
};

/** @throws Error for a line that does not pin a package by hash */
export function parseRequirements(text: string): Pin[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const match = /^([\w.-]+)==([\w.]+) --hash=sha256:([0-9a-f]{64})$/.exec(line);
      const [, name, version, sha256] = match ?? [];
      if (name === undefined || version === undefined || sha256 === undefined) {
        throw new Error(`Cannot read requirements: no package pinned by hash in '${line}'.`);
      }
      return { name, version, sha256 };
    });
}
