import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Screener } from './rules.ts';

/** Answers gathered before they are written: one system call for many lines. */
const batchLength = 64 * 1024;

/** A line that starts with "{" but is not an object with a text is plain text: somebody may write just that. */
export function readLine(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') {
      return value.text;
    }
    return line;
  } catch {
    return line;
  }
}

function answer(screener: Screener, line: string): string {
  const text = readLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  const { level, handoff, categories, matches } = screener.screen(text);
  return `${JSON.stringify({ level, handoff, categories, matches })}\n`;
}

/** Lines end with "\n" only; other separators of Unicode belong to the message. Broken UTF-8 becomes U+FFFD. */
async function* splitLines(input: Readable): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  for await (const chunk of input) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer);
    const pieces = text.split('\n');
    const rest = pieces.pop() ?? '';
    if (pieces.length > 0) {
      pieces[0] = parts.join('') + (pieces[0] ?? '');
      parts = [];
      yield pieces;
    }
    parts.push(rest);
  }
  const last = parts.join('') + decoder.end();
  if (last !== '') yield [last];
}

function isBrokenPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
  );
}

/**
 * One answer in JSON for each line, in order, at the pace of whoever reads. Resolves when all is written, or quietly when
 * the reader has gone (`| head`); rejects on other errors of the streams.
 */
export async function screenLines(input: Readable, output: Writable, screener: Screener): Promise<void> {
  const stopped = new AbortController();
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure = error;
    stopped.abort();
  };
  const onClose = () => stopped.abort();
  output.on('error', onError);
  output.on('close', onClose);
  let batch = '';
  async function flush(): Promise<void> {
    const text = batch;
    batch = '';
    if (text === '' || stopped.signal.aborted) return;
    if (!output.write(text)) await once(output, 'drain', { signal: stopped.signal });
  }
  try {
    for await (const lines of splitLines(input)) {
      for (const line of lines) {
        batch += answer(screener, line);
        if (batch.length >= batchLength) await flush();
        if (stopped.signal.aborted) break;
      }
      await flush();
      if (stopped.signal.aborted) break;
    }
    await flush();
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
  } finally {
    output.off('close', onClose);
    output.off('error', onError);
    if (stopped.signal.aborted) output.on('error', () => {});
  }
  if (failure !== undefined && !isBrokenPipe(failure)) throw failure;
}
