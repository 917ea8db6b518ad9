// Describes a mask in a few words: `now+300 ±2 s`.
import type { Mask } from "./mask.ts";

type Described = Mask extends infer Each ? (Each extends Mask ? Omit<Each, "at" | "line"> : never) : never;

/** A short description of the values that a mask allows. */
export function describeMask(mask: Described): string {
  switch (mask.is) {
    case "time": {
      const sign = mask.offset < 0 ? "" : "+";
      const since = mask.since === undefined ? "" : `, counted from step ${mask.since}`;
      const within = mask.within === 0 ? "" : ` ±${mask.within} s`;
      return `now${mask.offset === 0 ? "" : `${sign}${mask.offset}`}${within}${since}`;
    }
    case "age":
      return `seconds since step ${mask.since}`;
    case "new-name":
      return `new name ${mask.name}, like /${mask.like}/`;
    case "name":
      return `the name ${mask.name}`;
    case "one-of":
      return `one of ${mask.of.join(" | ")}`;
    default:
      return mask satisfies never;
  }
}
