/** Files that were chosen, with where they lie. */

import type { GivenFile } from "../../session/wire";

export const givenFiles = (files: Iterable<File>): GivenFile[] =>
  [...files].map((file) => ({ file, path: file.webkitRelativePath || undefined }));
