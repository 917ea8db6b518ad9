// A mutex for a daemon shared by several cases, with priority for cases whose pause is over.

export type Turns = {
  /** Waits for the turn. @returns a function that ends it, to be called once */
  take(urgent: boolean): Promise<() => void>;
};

export function createTurns(): Turns {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let taken = false;
  const next = () => {
    const first = urgent.shift() ?? others.shift();
    if (first === undefined) taken = false;
    else first();
  };
  return {
    async take(isUrgent) {
      if (taken) await new Promise<void>((resolve) => (isUrgent ? urgent : others).push(resolve));
      taken = true;
      return next;
    },
  };
}
