// Whose turn it is on a daemon that several cases are on: one at a time, those whose wait is over first.

export type Turns = {
  /** Until the turn is one's own. @returns how to give it back, once */
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
