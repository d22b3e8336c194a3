import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { FONTS_FOLDER } from '../settings.ts';

/** Read when somebody downloads a report, which is seldom: seven megabytes are not kept for it. */
export const readReportFont = async (): Promise<Buffer> =>
  promisify(brotliDecompress)(await readFile(join(FONTS_FOLDER, 'noto-sans-sc.ttf.br')));
