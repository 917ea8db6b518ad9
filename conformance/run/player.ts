// Where the answers of a run come from: a live daemon, or recorded replies of one. The runner doesn't know which.
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";

export type Player = {
  /** What is measured, for people. */
  readonly name: string;
  /** @throws Unplayable when the case cannot be measured */
  play: Play;
  /**
   * Lets several cases be on the daemon at once; undefined where that cannot be. Nothing else is played until it is over.
   * @param goldens all that could be played so
   */
  readonly together?: (goldens: readonly Golden[]) => Promise<Together | undefined>;
  /** Asked after a case that did not pass: what is wrong with the whole daemon; undefined when the run can go on. */
  failure(): Promise<string | undefined>;
  /** Asked after cases that wait and did not pass: what is to be said of the daemon's clock. */
  readonly lookAtClock?: () => Promise<string | undefined>;
};

export type Play = (golden: Golden) => Promise<readonly PlayedStep[]>;

/** How cases are played that are on one daemon at the same time. Only that one passes tells something of the daemon. */
export type Together = {
  /** One that waits; `fit` says beside which others. */
  readonly wait: Play;
  /** One that does not, while others wait. */
  readonly between: Play;
};

/** The same player whose replies go through `change`, however its cases are played. */
export function changedPlayer(player: Player, change: (golden: Golden, play: Play) => ReturnType<Play>): Player {
  const changed =
    (play: Play): Play =>
    (golden) =>
      change(golden, play);
  const { together } = player;
  return {
    ...player,
    play: changed((golden) => player.play(golden)),
    ...(together !== undefined && {
      async together(goldens) {
        const found = await together(goldens);
        return found && { wait: changed(found.wait), between: changed(found.between) };
      },
    }),
  };
}

/** Why no case can be isolated on a daemon that does not answer. */
export const NO_ANSWER = "no case can be isolated: clear() and list_worker_modes() get no answer";

/** A case that could not be measured: because of the case (`unplayable`), or because the daemon is no more (`gone`). */
export class Unplayable extends Error {
  override readonly name = "Unplayable";
  readonly code: "unplayable" | "gone";
  constructor(code: Unplayable["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
