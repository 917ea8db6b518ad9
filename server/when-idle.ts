// Detects idleness: calls back once when nothing has happened for a while, and again only after further activity.

const LOOK_MILLIS = 1000;
const LOOKS = 3;

/**
 * @param activity returns a number that changes with any activity
 * @returns a function that stops watching
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
