// Apart from config.ts, so that a daemon without a configuration need not load a YAML parser.

/** A configuration that cannot be read; the message names the line and column. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "bad-config";
}

/** A larger configuration is refused: reading YAML takes some 30 microseconds an entry, and nobody waits minutes for a daemon. */
export const MAX_CONFIG_BYTES = 2 * 2 ** 20;
