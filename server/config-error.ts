// Separate from config.ts, so that a daemon without a configuration need not load a YAML parser.

/** A configuration that cannot be read; the message names the line and column. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "bad-config";
}

/** Size limit of a configuration. One of 10 MB with 500,000 entries takes some 10 s to parse. */
export const MAX_CONFIG_BYTES = 16 * 2 ** 20;
