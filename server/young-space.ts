// Imported by the executable before anything else: what is newly made gets no more room than at the start. Most of what a
// client adds stays, and V8 copies what stays: little of it many times takes half a millisecond each, the 16 MiB that it would
// otherwise let pile up take ten, in which no client is answered. With so little to copy, calling in other threads costs more
// than their help is worth. A daemon inside another process leaves that process alone.
import { setFlagsFromString } from "node:v8";

setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--no-parallel-scavenge");
