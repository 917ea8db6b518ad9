// The library side of the conformance suite: what `import ... from "coordinate-conformance/conformance"` offers.
export { EXIT, type ExitCode } from "./command.ts";
