import type { Api } from 'grammy/web';
import type { FileOutcome } from '../../core/channel.ts';
import { buildFileUrl, callWithin } from './bot-api.ts';
import { type ApiFailure, readFailure } from './failure.ts';
import { readTrouble } from './trouble.ts';

export type FileContext = {
  readonly api: Api;
  readonly apiRoot: string;
  readonly token: string;
  /** For the whole file. */
  readonly fileTimeoutMs: number;
};

const FORGOTTEN: FileOutcome = { kind: 'gone', code: 'forgotten' };
const TOO_LARGE: FileOutcome = { kind: 'gone', code: 'too-large' };

/** Fetches what a `file_id` names. The address of a file holds the token and stays within this function. */
export async function fetchFile(context: FileContext, file: string, longest: number): Promise<FileOutcome> {
  try {
    return await callWithin(context.fileTimeoutMs, null, async (signal) => {
      const found = await context.api.getFile(file, signal);
      if ((found.file_size ?? 0) > longest) return TOO_LARGE;
      const path = found.file_path ?? '';
      // An address puts `..` together with what stands before it, and a path from the root is the server's own disk.
      if (path === '' || path.startsWith('/') || path.split('/').includes('..')) return FORGOTTEN;
      const url = buildFileUrl(context.apiRoot, context.token, path);
      return await download(url, longest, signal as unknown as AbortSignal);
    });
  } catch (error) {
    return readFileFailure(error, readFailure(error));
  }
}

async function download(url: string, longest: number, signal: AbortSignal): Promise<FileOutcome> {
  const response = await fetch(url, { redirect: 'manual', signal });
  if (response.status === 200) return readBytes(response, longest);
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return FORGOTTEN;
  const refused = {
    kind: 'refused',
    status: response.status,
    retryAfterMs: null,
    unknownChat: false,
  } as const;
  return { kind: 'temporary', code: readTrouble(refused) };
}

/** Telegram's figures are not relied on: reading ends where it would become too much. */
async function readBytes(response: Response, longest: number): Promise<FileOutcome> {
  if (Number(response.headers.get('content-length') ?? 0) > longest) {
    await response.body?.cancel();
    return TOO_LARGE;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop gives the rest of the body up.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > longest) return TOO_LARGE;
    chunks.push(chunk);
  }
  return { kind: 'fetched', bytes: Buffer.concat(chunks) };
}

function readFileFailure(error: unknown, failure: ApiFailure): FileOutcome {
  if (failure.kind !== 'refused' || failure.status !== 400) {
    return { kind: 'temporary', code: readTrouble(failure) };
  }
  const said = String((error as { description?: unknown }).description);
  if (/too big/i.test(said)) return TOO_LARGE;
  // "wrong file_id or the file is temporarily unavailable": the caller decides for how long to try.
  return /temporarily/i.test(said) ? { kind: 'temporary', code: 'unavailable' } : FORGOTTEN;
}
