export type SourceFault = {
  readonly name: string;
  readonly key: string;
  readonly clause: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
};
export function sourceFaults(): SourceFault[];
export function explanations(): Map<string, string>;
