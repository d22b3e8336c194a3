import { type Answer, no, yes } from './answer.ts';

export type FakeFile = {
  readonly bytes: Uint8Array;
  /** What getFile says of the size; the truth when left out, nothing when null. */
  readonly toldSize?: number | null;
};

export type Files = {
  put(fileId: string, file: FakeFile): void;
  /** The answer of getFile. */
  find(fileId: string): Answer;
  /** What stands at a file_path; null where nothing does. */
  read(path: string): Uint8Array | null;
};

export function createFiles(): Files {
  const files = new Map<string, FakeFile>();
  return {
    put: (fileId, file) => void files.set(fileId, file),
    find(fileId) {
      if (fileId === '') return no(400, 'Bad Request: file_id not specified');
      const file = files.get(fileId);
      if (file === undefined) return no(400, 'Bad Request: invalid file_id');
      const { toldSize = file.bytes.byteLength } = file;
      return yes({
        file_id: fileId,
        file_unique_id: `unique-${fileId}`,
        file_path: `files/${fileId}`,
        ...(toldSize === null ? {} : { file_size: toldSize }),
      });
    },
    read: (path) => files.get(path.replace(/^files\//, ''))?.bytes ?? null,
  };
}
