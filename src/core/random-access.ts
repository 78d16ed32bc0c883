/** A file of which parts can be read. */
export interface RandomAccess {
  readonly size: number;
  /** Bytes `begin` … `end - 1`. */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}
