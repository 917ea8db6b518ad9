// A session: calls of one or more clients to a daemon, and waits between them. Sessions are generated, mutated and
// shrunk in this form, and converted to frames to be played.
import { assemble } from "../cbor/assemble.ts";
import { requestFrame } from "../cbor/frame.ts";
import { type Tree, textOf } from "./tree.ts";

export type Session = readonly Step[];
export type Step = Call | Odd | Wait;

export type Call = {
  readonly kind: "call";
  readonly conn: number;
  readonly method: string;
  readonly params: readonly Tree[];
  /** Whether the client closes its sending side of the connection after this call. */
  readonly hangup?: true;
};

/** An arbitrary frame in CBOR diagnostic notation; `ID` stands for the request id. */
export type Odd = {
  readonly kind: "odd";
  readonly conn: number;
  readonly frame: string;
  /** Whether a daemon may close the connection on receiving it. */
  readonly mayClose: boolean;
  /** If the frame is a batch: its calls. */
  readonly calls?: readonly Call[];
};

type Wait = { readonly kind: "wait"; readonly seconds: number };

/** A step in the form in which it is played: a wait in seconds, or a frame to send. */
export type Move = Wait | Sent;
export type Sent = {
  readonly kind: "sent";
  readonly conn: number;
  readonly frame: Uint8Array;
  readonly hangup: boolean;
  /** Whether the connection may be closed after it, so that nothing may follow it in the same segment. */
  readonly isLast: boolean;
};

/** Converts steps to frames; request ids count from 1 on each connection. */
export function movesOf(session: Session): Move[] {
  const ids = new Map<number, number>();
  return session.map((step): Move => {
    if (step.kind === "wait") return step;
    const id = (ids.get(step.conn) ?? 0) + 1;
    ids.set(step.conn, id);
    const { conn } = step;
    const frame =
      step.kind === "odd" ? assemble(withId(step.frame, id)) : requestFrame(id, step.method, paramsOf(step));
    const hangup = step.kind === "call" && step.hangup === true;
    return { kind: "sent", conn, frame, hangup, isLast: hangup || (step.kind === "odd" && step.mayClose) };
  });
}

export const withId = (notation: string, id: number): string => notation.replace(/\bID(?![A-Z])/g, String(id));
export const paramsOf = ({ params }: Call): string => params.map(textOf).join(", ");

/** The frames without the waits, in the order in which they are sent. */
export function framesOf(moves: readonly Move[]): Uint8Array[] {
  return moves.flatMap((move) => (move.kind === "sent" ? [move.frame] : []));
}
