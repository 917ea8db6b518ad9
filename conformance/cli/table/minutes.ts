// A number of minutes, also fractional; the value is in milliseconds.
import { UsageError } from "../../command.ts";
import type { Kind } from "./kinds.ts";

export const minutes: Kind<number> = {
  read(given, option) {
    const value = Number(given);
    if (value > 0 && value <= 100_000) return value * 60_000;
    throw new UsageError(`${option} takes minutes, not '${given}'`);
  },
};
