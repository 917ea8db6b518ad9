// Serializes calls over all connections of the proxy: forwards the next one when the previous one was answered. So the
// order in which the daemon gets the calls of several clients is known and can be reproduced from the golden.
import { splitFrames } from "../cbor/frame.ts";

/** The gate's interface for one connection. */
type Lane = {
  /** Feeds bytes from the client; complete frames are forwarded one by one, in order of arrival over all connections. */
  bring(chunk: Uint8Array): void;
  /** The client has closed its sending side; `then` is called when all its bytes were forwarded. */
  end(then: () => void): void;
  /** To be called for each complete reply on this connection. */
  answered(): void;
  /** The connection is closed; frames of it that were not forwarded are dropped. */
  leave(): void;
};

export type Gate = { lane(forward: (bytes: Uint8Array) => void): Lane };

/** Longest time that an unanswered request blocks the others; a frame that is not a call may never be answered. */
const PATIENCE_MILLISECONDS = 2000;

type Waiting = { readonly owner: symbol; readonly go: () => void; readonly answered: boolean };

export function createGate(patience = PATIENCE_MILLISECONDS): Gate {
  let waiting: Waiting[] = [];
  let inside: symbol | undefined;
  let timer: NodeJS.Timeout | undefined;

  const letIn = () => {
    clearTimeout(timer);
    inside = undefined;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (next.answered) {
        inside = next.owner;
        timer = setTimeout(letIn, patience);
        timer.unref();
        next.go();
        return;
      }
      next.go();
    }
  };

  return {
    lane(forward) {
      const owner = Symbol("lane");
      let rest: Uint8Array = new Uint8Array();
      const queue = (answered: boolean, go: () => void) => {
        waiting.push({ owner, go, answered });
        if (inside === undefined) letIn();
      };
      return {
        bring(chunk) {
          const split = splitFrames(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
          // Copied, since a socket reuses its buffer while the frame is queued.
          const frames = split.frames.map((frame) => Buffer.from(frame));
          if (split.malformed) frames.push(Buffer.from(split.rest));
          rest = split.malformed ? new Uint8Array() : Buffer.from(split.rest);
          for (const frame of frames) queue(true, () => forward(frame));
        },
        end(then) {
          const last = rest;
          queue(false, () => {
            if (last.length > 0) forward(last);
            then();
          });
        },
        answered() {
          if (inside === owner) letIn();
        },
        leave() {
          waiting = waiting.filter((each) => each.owner !== owner);
          if (inside === owner) letIn();
        },
      };
    },
  };
}
