/** What the page asks the worker that keeps it; each is answered by yes or no. */

export type Question =
  /** Is every file of this version kept, so that the page works without a network? */
  | "is complete"
  /** Take the place of the version in use. No where another window would lose its version behind its back. */
  | "take over";
