// The value of --report: `FORMAT[=FILE]`.
import { UsageError } from "../../command.ts";
import type { ReportRequest } from "../../report/formats.ts";
import type { Kind } from "./kinds.ts";

/** A report in one of the given formats. */
export function reportIn<Format extends string>(formats: readonly Format[]): Kind<ReportRequest<Format>> {
  return {
    read(given) {
      const [name = "", ...file] = given.split("=");
      const format = formats.find((each) => each === name);
      if (format === undefined) throw new UsageError(`'${name}' is no report; there are ${formats.join(", ")}`);
      if (file.length > 0 && file.join("=") === "") throw new UsageError(`the report '${given}' lacks its file`);
      return { format, file: file.length === 0 ? undefined : file.join("=") };
    },
    completes: () => formats,
  };
}
