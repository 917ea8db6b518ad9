// The Python daemon reads whole numbers as `int` or as `long`, as its CBOR package was built: the C build makes each a long, and
// its messages say so. A peer whose list says `tracebacks: cut` is seen as if all were `int`.

/** A message in which Python tells of its own values. */
export function withPlainNumbers(message: string): string {
  return message
    .replace(/(?<![\w'"])(-?\d+)L\b/g, "$1")
    .replaceAll("'long'", "'int'")
    .replace(/\bnot long\b/g, "not int");
}
