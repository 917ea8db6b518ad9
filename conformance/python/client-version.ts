// The version of the Python client used by default.

/** The version that python-shim/requirements.txt pins. */
export const PINNED_CLIENT = "0.1.5";
