// The Python daemon decodes whole numbers as `int` or `long`, depending on the build of its CBOR package, and its
// messages show that. For a peer whose list says `tracebacks: cut`, messages are converted as if all were `int`.

/** Converts a message that contains reprs of Python values. */
export function withPlainNumbers(message: string): string {
  return message
    .replace(/(?<![\w'"])(-?\d+)L\b/g, "$1")
    .replaceAll("'long'", "'int'")
    .replace(/\bnot long\b/g, "not int");
}
