// An option whose value is a number of seconds, read the same way by every command.
import { UsageError } from "../command.ts";

/**
 * @param option as the user writes it, for the message
 * @returns milliseconds
 * @throws UsageError where the text is no positive number
 */
export function millisecondsOf(option: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0) || !Number.isFinite(seconds)) throw new UsageError(`${option} takes seconds, not '${text}'`);
  return seconds * 1000;
}
