import { describe, expect, it } from 'vitest';
import { recognise } from '../../src/media/recognise.ts';
import { AUDIO, type Format, OTHERS, picture } from './samples.ts';

describe('what a file is, by its content', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] satisfies Format[])('%s: a picture', async (format) => {
    expect(await recognise(await picture(format))).toMatchObject({ kind: 'picture' });
  });

  it.each([
    ['opus', 'audio/ogg'],
    ['mp3', 'audio/mpeg'],
    ['wav', 'audio/wav'],
    ['m4a', 'audio/mp4'],
    ['flac', 'audio/flac'],
  ] as const)('%s: played as %s', async (name, mime) => {
    expect(await recognise(AUDIO[name])).toMatchObject({ kind: 'audio', mime });
  });

  it.each([
    [AUDIO.amr, 'amr'],
    [AUDIO.silk, 'silk'],
    [AUDIO.plainSilk, 'silk'],
    [OTHERS.pdf, 'pdf'],
    [OTHERS.video, 'mp4'],
    [OTHERS.html, null],
    [OTHERS.svg, null],
    [OTHERS.svgWithHeader, 'xml'],
    [OTHERS.text, null],
    [OTHERS.nothing, null],
  ])('what no browser plays is for download: %#', async (bytes, extension) => {
    expect(await recognise(bytes)).toEqual({
      kind: 'download',
      mime: 'application/octet-stream',
      extension,
    });
  });
});
