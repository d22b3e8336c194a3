/** Files that were sent from the web page, as they came; sealed, and kept only until they are drawn anew. */
export interface UploadStore {
  put(upload: { id: string; addressId: string; bytes: Uint8Array; now: Date }): Promise<void>;
  /** Null when it is gone. */
  read(id: string): Promise<Uint8Array | null>;
}
