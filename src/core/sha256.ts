/** SHA-256 of bytes, 64 hex digits: what results name their banks and sources by. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same of several parts, as of files: of one its own, of more that of their hashes. Each is made when it is needed. */
export async function sha256OfParts(parts: readonly (() => Promise<BufferSource>)[]): Promise<string> {
  const hashes: string[] = [];
  for (const part of parts) hashes.push(await sha256(await part()));
  return hashes.length === 1 ? (hashes[0] as string) : sha256(new TextEncoder().encode(hashes.join("")));
}
