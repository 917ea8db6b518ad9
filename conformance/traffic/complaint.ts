// A protocol violation found in observed traffic, without access to the daemon's state.

export type Complaint = {
  /** Id of the violated clause of protocol.md, or name of the violated rule of protocol.cddl. */
  readonly clause: string;
  readonly text: string;
};
