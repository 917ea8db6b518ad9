// A mutex for a daemon shared by several cases.

export type Turns = {
  /**
   * Waits for the turn.
   * @param priority the highest goes first, and of equal ones the one that has waited longest
   * @returns a function that ends the turn, to be called once
   */
  take(priority: number): Promise<() => void>;
};

export function createTurns(): Turns {
  const queue: { readonly priority: number; readonly start: () => void }[] = [];
  let taken = false;
  const next = () => {
    const first = queue.shift();
    if (first === undefined) taken = false;
    else first.start();
  };
  return {
    async take(priority) {
      if (taken) {
        await new Promise<void>((start) => {
          const behind = queue.findIndex((each) => each.priority < priority);
          queue.splice(behind < 0 ? queue.length : behind, 0, { priority, start });
        });
      }
      taken = true;
      return next;
    },
  };
}
