// Shrinks bytes that cause a finding: removes parts, larger ones first, as long as the finding remains.

/** @param holds whether the finding remains with these bytes @param tries maximum number of calls of `holds` */
export async function shrink(
  bytes: Buffer,
  holds: (bytes: Buffer) => Promise<boolean>,
  tries: number,
): Promise<Buffer> {
  let best = bytes;
  let left = tries;
  for (let size = Math.ceil(best.length / 2); size >= 1 && left > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length && left > 0; ) {
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      left--;
      if (shorter.length > 0 && (await holds(shorter))) best = shorter;
      else at += size;
    }
  }
  return best;
}
