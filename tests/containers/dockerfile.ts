/** Reads as much of the Dockerfile and of .dockerignore as ours use; anything else is an error and not a guess. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT } from '../support/program.ts';

export type Instruction = { readonly name: string; readonly text: string };
export type Stage = { readonly image: string; readonly name: string | null; readonly steps: Instruction[] };
export type Copy = { readonly sources: readonly string[]; readonly to: string; readonly from: string | null };

const KNOWN = 'WORKDIR COPY RUN ENV USER EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD'.split(' ');

export async function readDockerfile(): Promise<Stage[]> {
  const text = await readFile(join(CHECKOUT, 'Dockerfile'), 'utf8');
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  const stages: Stage[] = [];
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, image = '', , alias] = /^(\S+)( AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ image, name: alias ?? null, steps: [] });
      continue;
    }
    if (!KNOWN.includes(name)) throw new Error(`Dockerfile: what is ${line}?`);
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error('Dockerfile: does not begin with FROM');
    stage.steps.push({ name, text: rest });
  }
  return stages;
}

export const stepsOf = (stage: Stage, name: string): string[] =>
  stage.steps.filter((step) => step.name === name).map((step) => step.text);

export function readCopy(text: string): Copy {
  const words = text.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? (words.shift()?.slice('--from='.length) ?? null) : null;
  const to = words.pop() ?? '';
  return { sources: words, to, from };
}

/** `["a", "b"]` at the end of a step, as HEALTHCHECK, ENTRYPOINT and CMD have it. */
export function readExec(text: string): string[] {
  const found = /\[.*\]$/.exec(text)?.[0];
  if (found === undefined) throw new Error(`Dockerfile: no exec form in ${text}`);
  return JSON.parse(found) as string[];
}

/** The variables that ENV steps of this stage set. */
export const readEnv = (stage: Stage): Record<string, string> =>
  Object.fromEntries(
    stepsOf(stage, 'ENV').flatMap((text) =>
      text.split(/\s+/).map((pair): [string, string] => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), pair.slice(at + 1)];
      }),
    ),
  );

/** Which top names of the checkout reach the builder: ours ignores all and lets single names through. */
export async function readLetThrough(): Promise<string[]> {
  const text = await readFile(join(CHECKOUT, '.dockerignore'), 'utf8');
  const [all, ...rest] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (all !== '*') throw new Error('.dockerignore: must begin by ignoring everything');
  return rest.map((line) => {
    if (!/^![A-Za-z.-]+$/.test(line)) throw new Error(`.dockerignore: what is ${line}?`);
    return line.slice(1);
  });
}
