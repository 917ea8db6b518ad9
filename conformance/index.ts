// The public library of the conformance suite: what `import ... from "coordinate-conformance/conformance"` exports.
// Functions to load, play and judge goldens, createSuite() to do all of this in tests of a server, startRecording() for
// tests of a client.

export { type Address, parseAddress } from "./client/address.ts";
export {
  type Daemon,
  // Here and below: the words of 0.1.0 for the same things.
  type Daemon as Target,
  DaemonError,
  DaemonError as TargetError,
  daemonAt,
  daemonAt as addressTarget,
  type StartOptions,
  startDaemon,
  startDaemon as commandTarget,
} from "./client/daemon.ts";
export { dial } from "./client/wire.ts";
export { EXIT, type ExitCode } from "./command.ts";
export {
  type ExchangeStep,
  type Golden,
  GoldenError,
  GoldenError as TranscriptError,
  type GoldenReply,
  type Provenance,
  type Step,
  type WaitStep,
} from "./golden/format.ts";
export { loadGolden, loadGoldens, parseGolden } from "./golden/load.ts";
export type { Mask, Mask as Hole } from "./golden/mask.ts";
export type { Binding, Binding as Fill, Script, Sending, Wait } from "./golden/script.ts";
export { COMPARE_LEVELS, type CompareLevel, type Difference, type DifferenceKind } from "./judge/difference.ts";
export { type ByteCount, type Judgement, judge, type PlayedStep } from "./judge/judge.ts";
export { type Recorded, type Recording, type RecordingOptions, startRecording } from "./record/traffic/recording.ts";
export { type LiveOptions, livePlayer, realClock } from "./run/live.ts";
export { type Player, Unplayable } from "./run/player.ts";
export { type Clock, type ReplayOptions, replay } from "./run/replay.ts";
export { exitCodeOf, type Finding, type Outcome, type Problem, type Result, type Run, totalsOf } from "./run/result.ts";
export { type RunOptions, runGoldens } from "./run/run.ts";
export { createSuite, goldens, type Suite, type SuiteOptions } from "./run/suite.ts";
export type { Complaint } from "./traffic/complaint.ts";
