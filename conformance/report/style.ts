// Colours and width of a terminal; NO_COLOR and FORCE_COLOR take precedence over what the terminal supports.
import { styleText } from "node:util";
import type { Output } from "../command.ts";

type Format = "red" | "green" | "yellow" | "dim" | "bold";
export type Paint = (format: Format, text: string) => string;

export function wantsColour(output: Output, env: Record<string, string | undefined>): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return output.isTTY === true && env.TERM !== "dumb";
}

export function painter(colour: boolean): Paint {
  return (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
}

/** Escape codes that overwrite the current line with `text`, cut to the terminal's width (80 if unknown or 0). */
export function overwriting(text: string, { columns }: Output): string {
  return `\r\u001b[2K${shortenTo(text, (columns || 80) - 1)}`;
}

/** Cuts `text` to a number of columns; the last one is `…` if something was cut. */
export function shortenTo(text: string, columns: number | undefined): string {
  const characters = [...text];
  if (columns === undefined || characters.length <= columns) return text;
  return `${characters.slice(0, Math.max(columns - 1, 0)).join("")}…`;
}
