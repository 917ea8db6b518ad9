// A number with its noun: `1 case`, `2 cases`.

/** @param many the plural, if it is not made by an s */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
