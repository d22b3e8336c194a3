import type { Readable } from 'node:stream';
import type { FileOutcome } from '../../core/channel.ts';
import { MESSAGE } from './decode.ts';
import { readFailure } from './failure.ts';
import type { Puppet } from './load-wechaty.ts';
import type { Session } from './session.ts';
import { type Settled, settleWithin } from './settle-within.ts';

type FileBox = Awaited<ReturnType<Puppet['messageFile']>>;

/** `ImageType` of wechaty-puppet: the picture as it was sent, and as it is shown large. */
const ARTWORK = 3;
const HD = 2;

const FORGOTTEN: FileOutcome = { kind: 'gone', code: 'forgotten' };
const TOO_LARGE: FileOutcome = { kind: 'gone', code: 'too-large' };

/** The file of one message, of at most `longest` bytes; more is never read. */
export async function fetchFile(
  session: Session | null,
  messageId: string,
  longest: number,
  timeoutMs: number,
): Promise<FileOutcome> {
  if (session === null) return { kind: 'temporary', code: 'unreachable' };
  if (session.self() === null) return { kind: 'temporary', code: 'logged-out' };
  const reading = new AbortController();
  const settled = await settleWithin(timeoutMs, session.gone, async () => {
    const box = await findFile(session.puppet, messageId);
    if (box.size > longest) return TOO_LARGE;
    return readAtMost(await box.toStream(), longest, reading.signal);
  });
  // After a deadline nobody wants the rest of it.
  reading.abort();
  return readOutcome(settled);
}

/** The largest that a puppet has of a picture; not all have every size. */
async function findFile(puppet: Puppet, messageId: string): Promise<FileBox> {
  const { type } = await puppet.messagePayload(messageId);
  if (type === MESSAGE.image) {
    for (const size of [ARTWORK, HD]) {
      const box = await puppet.messageImage(messageId, size).catch(() => null);
      if (box !== null) return box;
    }
  }
  return puppet.messageFile(messageId);
}

async function readAtMost(stream: Readable, longest: number, signal: AbortSignal): Promise<FileOutcome> {
  const stop = (): unknown => stream.destroy();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    size += bytes.length;
    if (size > longest) return TOO_LARGE;
    chunks.push(bytes);
  }
  // WeChat gives nothing for a file that it has let go.
  return size === 0 ? FORGOTTEN : { kind: 'fetched', bytes: new Uint8Array(Buffer.concat(chunks)) };
}

function readOutcome(settled: Settled<FileOutcome>): FileOutcome {
  switch (settled.kind) {
    case 'done':
      return settled.value;
    case 'timeout':
      return { kind: 'temporary', code: 'timeout' };
    case 'gone':
      return { kind: 'temporary', code: 'unreachable' };
    case 'failed': {
      const failure = readFailure(settled.error);
      return failure === 'not-found' ? FORGOTTEN : { kind: 'temporary', code: failure };
    }
  }
}
