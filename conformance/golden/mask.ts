// What of a reply may be another value than the one that was recorded.

/** A place in a reply whose value may differ from the recorded one, in a way that is still checked. */
export type Mask = { readonly at: string; readonly line: number } & (
  | {
      readonly is: "time";
      /** Seconds after the request that set it. */
      readonly offset: number;
      /** The number of the exchange that set it; undefined: the one it is told in. */
      readonly since?: number | undefined;
      /** Seconds it may be off beyond the time that exchange took. */
      readonly within: number;
    }
  /** Whole seconds that have passed since the exchange of this number. */
  | { readonly is: "age"; readonly since: number }
  /** A name that the server made up: bound here for later steps, and matched whole by the regular expression `like`. */
  | { readonly is: "new-name"; readonly name: string; readonly like: string }
  /** The name bound by an earlier mask. */
  | { readonly is: "name"; readonly name: string }
  /** One of these values, in notation. */
  | { readonly is: "one-of"; readonly of: readonly string[] }
);
