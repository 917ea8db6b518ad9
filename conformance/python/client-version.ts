// The client that is tested unless another one is named.

/** The version that python-shim/requirements.txt pins. */
export const PINNED_CLIENT = "0.1.5";
