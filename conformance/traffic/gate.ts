// Lets one call pass at a time over all connections, so that the order of calls is known, in which a recording of
// several clients is played.
import { splitFrames } from "../cbor/frame.ts";

/** One connection's way through the gate. */
type Lane = {
  /** Bytes from the client; whole frames go on one by one, in the order in which all lanes brought them. */
  bring(chunk: Uint8Array): void;
  /** The client sends no more: called when all that it brought has gone on. */
  end(then: () => void): void;
  /** A whole reply came on this connection. */
  answered(): void;
  /** The connection is gone, with what it still waited to send. */
  leave(): void;
};

export type Gate = { lane(forward: (bytes: Uint8Array) => void): Lane };

/** How long a request holds back the others: a frame that is no call may never be answered. */
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
          // A socket uses its buffers again while a frame waits.
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
