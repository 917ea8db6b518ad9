// The interface between the runner and the source of replies: a live daemon, or a file of recorded replies.
import type { FirstCall } from "../client/first-call.ts";
import type { Golden } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";

export type Player = {
  /** Name of the daemon, for reports. */
  readonly name: string;
  /** @throws Unplayable when the case cannot be measured */
  play: Play;
  /**
   * Starts to play several cases at the same time on the daemon; undefined if not possible. No other case may be played
   * until this is over.
   * @param goldens the cases that could be played together
   */
  readonly together?: (goldens: readonly Golden[]) => Promise<Together | undefined>;
  /** Called after a case that did not pass. @returns what is wrong with the daemon as a whole; undefined to continue */
  failure(): Promise<string | undefined>;
  /** Makes one call on a connection of its own. @throws the socket's error if nothing listens any more */
  readonly firstCall?: () => Promise<FirstCall>;
  /** Called after cases with pauses that did not pass. @returns a note about the daemon's clock, if it stands still */
  readonly lookAtClock?: () => Promise<string | undefined>;
};

export type Play = (golden: Golden) => Promise<readonly PlayedStep[]>;

/**
 * Plays cases at the same time on one daemon. Only a pass is conclusive; a case that fails must be played again alone.
 */
export type Together = {
  /** Those of the cases that cannot be played together on this daemon. */
  readonly alone: readonly Golden[];
  /** Plays a case with pauses; `fit` says which other cases may be played meanwhile. */
  readonly wait: Play;
  /** Plays a case without pauses while others wait. */
  readonly between: Play;
};

/** The same player, with `change` applied to all replies. */
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
        return found && { ...found, wait: changed(found.wait), between: changed(found.between) };
      },
    }),
  };
}

/** The reason of cases that could not be isolated because the daemon does not answer. */
export const NO_ANSWER = "no case can be isolated: clear() and list_worker_modes() get no answer";

/**
 * Thrown for a case that could not be measured: because of the case (`unplayable`), or because the daemon has ended
 * (`gone`).
 */
export class Unplayable extends Error {
  override readonly name = "Unplayable";
  readonly code: "unplayable" | "gone";
  constructor(code: Unplayable["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
