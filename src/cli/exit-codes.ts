/** How the command line ends; scripts rely on these. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, someFailed: 3 } as const;

/** A wrong use of the command line that the options' parser can't see by itself. */
export class UsageError extends Error {}
