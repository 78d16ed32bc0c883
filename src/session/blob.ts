/** Files for the page, made part by part. */

/** In chunks of this size, so that as few arrays as possible are alive at a time; the browser holds blobs on its own. */
const CHUNK_BYTES = 2 ** 24;

export async function blobOf(
  parts: Iterable<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array<ArrayBuffer>>,
  type = "",
): Promise<Blob> {
  const chunks: Blob[] = [];
  let chunk: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const part of parts) {
    chunk.push(part);
    bytes += part.length;
    if (bytes < CHUNK_BYTES) continue;
    chunks.push(new Blob(chunk));
    chunk = [];
    bytes = 0;
    await new Promise((resolve) => setTimeout(resolve, 0)); // let messages through
  }
  return new Blob([...chunks, ...chunk], { type });
}
