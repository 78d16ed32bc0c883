/** Files for the visitor. */

/** Hands a file to the browser's downloads. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken hold of the blob once the click's task is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
