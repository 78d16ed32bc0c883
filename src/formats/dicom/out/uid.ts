/** A new unique identifier: a random number of 128 bits. Source: DICOM PS3.5 B.2, with RFC 9562's version 4. */
export function newUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll("-", "")}`)}`;
}
