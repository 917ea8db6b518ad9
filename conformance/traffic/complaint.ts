// A clause that a reply breaks whatever the daemon holds.

export type Complaint = {
  /** Of protocol.md, or a rule of protocol.cddl. */
  readonly clause: string;
  readonly text: string;
};
