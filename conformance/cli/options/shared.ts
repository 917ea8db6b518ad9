// Options that several commands have, in the same words.
import { COMPARE_LEVELS } from "../../judge/difference.ts";
import { peerNames } from "../../peers/names.ts";
import { REPORT_FORMATS } from "../../report/formats.ts";
import { suiteNames } from "../../suites/suite-file.ts";
import { address as addressKind, file, oneOf, seconds, whole } from "../table/kinds.ts";
import { reportIn } from "../table/report-kind.ts";

export const address = {
  value: "HOST:PORT",
  is: addressKind,
  about: "a daemon that is running",
  more: "refused when it holds work specs",
  again: true,
} as const;

export const command = {
  rest: "COMMAND",
  about: "a daemon that is started for the run",
  more: "{port} stands for the port on 127.0.0.1",
} as const;

export const allowClear = {
  about: "the daemon at the address may lose what it holds",
  again: true,
} as const;

export const goldens = {
  value: "DIR",
  is: file,
  about: "goldens from another folder",
  aliases: ["transcripts"],
  again: true,
} as const;

export const suite = {
  value: "NAME",
  is: oneOf(suiteNames),
  about: "only the cases of a released suite, as they were frozen",
  again: true,
} as const;

export const compare = {
  value: "LEVEL",
  is: oneOf(COMPARE_LEVELS),
  about: "how strictly, ordered unless the peer's list says otherwise",
  choices: [
    ["python", "what a Python 2 client can tell"],
    ["ordered", "every byte, but map keys in any order"],
    ["bytes", "every byte"],
  ],
  again: true,
} as const;

export const peer = {
  value: "NAME",
  is: oneOf(peerNames),
  about: "expect the listed divergences of a known daemon, all of them and no others",
  again: true,
} as const;

export const timeout = { value: "SECONDS", is: seconds, about: "for one reply", default: "5" } as const;

export const startTimeout = {
  value: "SECONDS",
  is: seconds,
  about: "until the daemon answers at first",
  default: "20",
} as const;

export const report = {
  value: "FORMAT[=FILE]",
  is: reportIn(REPORT_FORMATS),
  about: REPORT_FORMATS.join(", "),
  multiple: true,
  default: "pretty",
} as const;

export const verbose = { about: "list what passed too" } as const;

export const seed = {
  value: "N",
  is: whole(2 ** 31 - 1),
  about: "draw the same as another run",
  more: "by chance unless given",
} as const;

export const python = {
  value: "PATH",
  is: file,
  about: "a Python 2.7, Jython or a Jython jar",
  more: "otherwise $COORDINATE_PYTHON, python2.7, pyenv, jython",
  again: true,
} as const;

export const cache = {
  value: "DIR",
  is: file,
  about: "where prepared Python packages are kept",
  more: "otherwise $XDG_CACHE_HOME/coordinate-conformance",
  again: true,
} as const;

export const json = { about: "as JSON, for programs" } as const;
