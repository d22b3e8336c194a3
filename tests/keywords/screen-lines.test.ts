import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readLine, screenLines } from '../../src/keywords/screen-lines.ts';
import type { Screening } from '../../src/keywords/screening.ts';
import { loadDefaultRules } from './default-screener.ts';

const { screener } = await loadDefaultRules();

async function screenAll(...chunks: Array<Buffer | string>): Promise<Screening[]> {
  const output = new PassThrough();
  const written: Buffer[] = [];
  output.on('data', (chunk: Buffer) => written.push(chunk));
  await screenLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, screener);
  const text = Buffer.concat(written).toString('utf8');
  if (text === '') return [];
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Screening);
}

describe('screenLines', () => {
  test('answers each line in order, with the keys in their order', async () => {
    const output = new PassThrough();
    await screenLines(Readable.from([Buffer.from('你好\n')]), output, screener);
    expect(String(output.read())).toBe('{"level":"none","handoff":false,"categories":[],"matches":[]}\n');
    expect((await screenAll('你好\n我想死\n\n药已经吞下去了')).map(({ level }) => level)).toEqual([
      'none',
      'high',
      'none',
      'imminent',
    ]);
  });

  test('reads plain text, JSON with a text, and text that only looks like JSON', () => {
    expect(readLine('{"text":"我想死"}')).toBe('我想死');
    expect(readLine('{我想死')).toBe('{我想死');
    expect(readLine('{"words":"我想死"}')).toBe('{"words":"我想死"}');
    expect(readLine('{"text":1}')).toBe('{"text":1}');
    expect(readLine('"我想死"')).toBe('"我想死"');
  });

  test('splits at \\n only and strips one \\r', async () => {
    expect(await screenAll('你好\u2028我想死\u0085\r\n好\r\n')).toHaveLength(2);
    const [first] = await screenAll('{"text":"我想死"}\r\n');
    expect(first?.matches).toContainEqual({ rule: 'wants-to-die', start: 1, end: 3 });
  });

  test('characters and lines cut anywhere between chunks are whole again', async () => {
    const bytes = Buffer.from('你好\n我想死\n再来\n');
    const single = [...bytes].map((byte) => Buffer.from([byte]));
    expect((await screenAll(...single)).map(({ level }) => level)).toEqual(['none', 'high', 'none']);
  });

  test('invalid UTF-8 neither ends the run nor hides the rest', async () => {
    const found = await screenAll(
      Buffer.from([0xff, 0xfe, 0xc3, 0x0a]),
      '我想死\n',
      Buffer.from([0xe6, 0x83]),
    );
    expect(found.map(({ level }) => level)).toEqual(['none', 'high', 'none']);
  });

  test('no input gives no output', async () => {
    expect(await screenAll('')).toEqual([]);
  });

  test('waits for a slow reader instead of piling answers up', async () => {
    let largest = 0;
    let count = 0;
    const slow = new Writable({
      highWaterMark: 1024,
      write(chunk: Buffer, _encoding, done) {
        largest = Math.max(largest, slow.writableLength);
        count += chunk.toString().split('\n').length - 1;
        setImmediate(done);
      },
    });
    const line = Buffer.from('你好\n'.repeat(1000));
    await screenLines(Readable.from(Array.from({ length: 50 }, () => line)), slow, screener);
    expect(largest).toBeLessThan(200_000);
    slow.end();
    await new Promise((resolve) => slow.on('finish', resolve));
    expect(count).toBe(50_000);
  });

  test('a reader that goes away ends the run quietly', async () => {
    const broken = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const line = Buffer.from('你好\n'.repeat(5000));
    await expect(screenLines(Readable.from([line, line, line]), broken, screener)).resolves.toBeUndefined();
  });

  test('another error of the output is told', async () => {
    const full = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      },
    });
    await expect(screenLines(Readable.from([Buffer.from('你好\n')]), full, screener)).rejects.toThrow(
      'no space left',
    );
  });
});
