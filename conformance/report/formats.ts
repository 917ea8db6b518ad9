// The formats that a run is printed in, by name, and what --report asks for; what prints them is found by report.ts.
export const REPORT_FORMATS = ["pretty", "tap", "junit", "json", "html", "github", "badge"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A format, and the file that takes it (stdout when undefined). */
export type ReportRequest<Format extends string = ReportFormat> = {
  readonly format: Format;
  readonly file: string | undefined;
};
