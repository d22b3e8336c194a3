import { parseArgs } from 'node:util';

export type TrainOptions = { readonly data: string; readonly out: string; readonly seed: number };

export const usage = `npm run screen:train -- --data DIR [--out config/screening-model] [--seed 4]

Trains the linear model that raises messages to concern, and writes weights.bin and card.md.
DIR is a folder with the public corpora (training/model/corpora.ts has names, licences and sources).`;

export function readOptions(args: readonly string[]): TrainOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        out: { type: 'string', default: 'config/screening-model' },
        seed: { type: 'string', default: '4' },
      },
    });
    const seed = Number(values.seed);
    if (values.data === undefined || !Number.isSafeInteger(seed)) return null;
    return { data: values.data, out: values.out, seed };
  } catch {
    return null;
  }
}
