// The printers by format. A printer is a pure function from a run to text; the command decides where it goes. Printers
// are loaded on demand, since most runs need only one.
import type { ReportFormat } from "./formats.ts";
import type { Printer } from "./printer.ts";

const PRINTERS: Readonly<Record<ReportFormat, () => Promise<Printer>>> = {
  pretty: async () => (await import("./pretty.ts")).pretty,
  tap: async () => (await import("./tap.ts")).tap,
  junit: async () => (await import("./junit.ts")).junit,
  json: async () => (await import("./json.ts")).json,
  github: async () => (await import("./github.ts")).github,
  badge: async () => (await import("./badge.ts")).badge,
  async html() {
    const [{ htmlReport }, { coverageOf }] = await Promise.all([
      import("./html/report.ts"),
      import("../proof/coverage/coverage.ts"),
    ]);
    return (run, style) => {
      const goldens = style.goldens();
      // Runs without goldens, such as the Python tests, have no coverage.
      return htmlReport({
        run,
        goldens,
        coverage: goldens.length > 0 ? coverageOf(goldens) : [],
        kills: style.kills(),
      });
    };
  },
};

export function printerOf(format: ReportFormat): Promise<Printer> {
  return PRINTERS[format]();
}
