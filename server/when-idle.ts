// Tells when something has been idle for a while: once, until it is busy again. Starting up counts as having been busy.

const LOOK_MILLIS = 1000;
const LOOKS = 3;

/**
 * @param activity a number that changes with whatever is done
 * @returns how to stop
 */
export function whenIdle(activity: () => number, onIdle: () => void): () => void {
  let last = activity();
  let quiet = 0;
  const timer = setInterval(() => {
    const now = activity();
    quiet = now === last ? quiet + 1 : 0;
    last = now;
    if (quiet === LOOKS) onIdle();
  }, LOOK_MILLIS);
  timer.unref();
  return () => clearInterval(timer);
}
