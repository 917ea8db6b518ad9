// Shows progress on a terminal, in one line that is overwritten; nothing if stderr is no terminal.
import type { Output } from "../command.ts";
import { isWrong, type Result } from "../run/result.ts";
import { overwriting } from "./style.ts";

export type Progress = { tell(result: Result): void; done(): void };

export function createProgress(output: Output, total: number): Progress {
  if (output.isTTY !== true) return { tell() {}, done() {} };
  let count = 0;
  let failed = 0;
  return {
    tell(result) {
      count += 1;
      if (isWrong(result)) failed += 1;
      const line = `${count}/${total}${failed > 0 ? `, ${failed} failed` : ""}  ${result.case}`;
      output.write(overwriting(line, output));
    },
    done() {
      if (count > 0) output.write(overwriting("", output));
    },
  };
}
