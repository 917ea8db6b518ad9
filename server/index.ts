// The public library of the reference daemon: what `import ... from "coordinate-conformance"` exports.
export { type Config, readConfig } from "./config.ts";
export { ConfigError } from "./config-error.ts";
export type { Clock, Random } from "./domain/clock.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { type Log, type LogEvent, type LogFormat, logLine } from "./log.ts";
export { type Address, createServer, DEFAULT_ADDRESS, type Server, type ServerOptions } from "./server.ts";
export { createTestClock, type TestClock } from "./test-clock.ts";
