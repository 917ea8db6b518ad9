export const NAMING: readonly string[];
export function datedChangelog(changelog: string, version: string, day: string): string;
export function naming(text: string, from: string, to: string): string;
export function suiteOf(version: string): string | undefined;
export function mayFollow(version: string, last: string): boolean;
