// The names of the formats that --report accepts for a run; report.ts maps them to printers.
export const REPORT_FORMATS = ["pretty", "tap", "junit", "json", "html", "github", "badge"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A format, and the file to write it to (undefined: stdout). */
export type ReportRequest<Format extends string = ReportFormat> = {
  readonly format: Format;
  readonly file: string | undefined;
};
