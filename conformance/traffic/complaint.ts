// A violation of a clause that can be seen in a reply without knowing the daemon's state.

export type Complaint = {
  /** Of protocol.md, or a rule of protocol.cddl. */
  readonly clause: string;
  readonly text: string;
};
