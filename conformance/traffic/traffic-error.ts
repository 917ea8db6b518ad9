// Thrown for saved traffic that cannot be read.
export class TrafficError extends Error {
  override readonly name = "TrafficError";
  readonly code: "not-found" | "format";
  constructor(code: TrafficError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
