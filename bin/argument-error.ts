/** The command line was used wrongly: exit 2, where every other failure is exit 1. */
export class ArgumentError extends Error {}
