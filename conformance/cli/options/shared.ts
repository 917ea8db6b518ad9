// Options that several commands share, with the same names and descriptions.
import { COMPARE_LEVELS } from "../../judge/difference.ts";
import { peerNames } from "../../peers/names.ts";
import { REPORT_FORMATS } from "../../report/formats.ts";
import { suiteNames } from "../../suites/suite-file.ts";
import { address as addressKind, file, oneOf, seconds, whole } from "../table/kinds.ts";
import { reportIn } from "../table/report-kind.ts";

export const address = {
  value: "HOST:PORT",
  is: addressKind,
  about: "a running daemon",
  more: "refused if it has work specs",
  again: true,
} as const;

export const command = {
  rest: "COMMAND",
  about: "a daemon to start for the run",
  more: "{port} is replaced by a free port on 127.0.0.1",
} as const;

export const allowClear = {
  about: "allow deleting all data of the daemon at the address",
  again: true,
} as const;

export const goldens = {
  value: "DIR",
  is: file,
  about: "use the goldens in this folder",
  aliases: ["transcripts"],
  again: true,
} as const;

export const suite = {
  value: "NAME",
  is: oneOf(suiteNames),
  about: "only the cases of a released suite, in the form that was frozen",
  again: true,
} as const;

export const compare = {
  value: "LEVEL",
  is: oneOf(COMPARE_LEVELS),
  about: "how strictly replies are compared (default ordered, or the level of the peer's list)",
  choices: [
    ["python", "only differences that a Python 2 client can see"],
    ["ordered", "every byte, with map entries in any order"],
    ["bytes", "every byte"],
  ],
  again: true,
} as const;

export const peer = {
  value: "NAME",
  is: oneOf(peerNames),
  about: "expect exactly the listed divergences of a known daemon",
  again: true,
} as const;

export const timeout = { value: "SECONDS", is: seconds, about: "time limit for one reply", default: "5" } as const;

export const startTimeout = {
  value: "SECONDS",
  is: seconds,
  about: "time limit for the first reply of the daemon",
  default: "20",
} as const;

export const report = {
  value: "FORMAT[=FILE]",
  is: reportIn(REPORT_FORMATS),
  about: REPORT_FORMATS.join(", "),
  multiple: true,
  default: "pretty",
} as const;

export const verbose = {
  about: "also list what passed, show all differences of a case, and more of long values",
} as const;

export const seed = {
  value: "N",
  is: whole(2 ** 31 - 1),
  about: "seed of the random choices, to repeat a run",
  more: "random by default",
} as const;

export const python = {
  value: "PATH",
  is: file,
  about: "path of a Python 2.7, of Jython or of a Jython jar",
  more: "default: $COORDINATE_PYTHON, else python2.7, pyenv or jython",
  again: true,
} as const;

export const cache = {
  value: "DIR",
  is: file,
  about: "folder for prepared Python packages",
  more: "default $XDG_CACHE_HOME/coordinate-conformance",
  again: true,
} as const;

export const json = { about: "print JSON" } as const;
