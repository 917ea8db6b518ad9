// Numbers in what people read: with their noun, `1 case`, `2 cases`, and long ones with commas.

/** @param many the plural, if it is not made by an s */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A whole number with commas between thousands. By hand: the first toLocaleString() of a process takes 10 ms. */
export const grouped = (whole: number) => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
