/** Files that outlive the session. Nothing is written without the person asking for it. */
export interface FileStorage {
  /** Writes a file from its parts; an older one of the name is replaced. Throws `E_QUOTA` and leaves no half file. */
  store(folder: string, name: string, parts: Iterable<Uint8Array<ArrayBuffer>>): Promise<void>;
  /** In the order of their names. */
  files(folder: string): Promise<File[]>;
  /** Removes a file, or with `name` undefined the whole folder; what is not there is no error. */
  remove(folder: string, name?: string): Promise<void>;
}
