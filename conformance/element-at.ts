/**
 * The element that must be there. @throws RangeError where it is not: a mistake in the code, which `?? 0` would hide, and not
 * in what it was given
 */
export function elementAt<Element>(list: ArrayLike<Element>, index: number): Element {
  const element = list[index];
  if (element === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return element;
}
