// A mutex for a daemon shared by several cases.

export type Mutex = {
  /**
   * Waits until the mutex is free, and acquires it.
   * @param priority the highest goes first, and of equal ones the one that has waited longest
   * @returns a function that releases it, to be called once
   */
  acquire(priority: number): Promise<() => void>;
};

export function createMutex(): Mutex {
  const queue: { readonly priority: number; readonly start: () => void }[] = [];
  let taken = false;
  const next = () => {
    const first = queue.shift();
    if (first === undefined) taken = false;
    else first.start();
  };
  return {
    async acquire(priority) {
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
