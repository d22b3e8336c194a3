/**
 * Watches the file of the last canary from a process of its own, so that a program that hangs, or has lost its database,
 * is told of all the same. It looks at one file, calls one address, and knows nothing else.
 */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { readObject } from '../../notifiers/exchange.ts';
import { postJson } from '../../notifiers/post-json.ts';
import { wallClock } from '../../notifiers/wall-clock.ts';

/** How long whoever is called may take to answer, in ms. */
const DEADLINE_MS = 10_000;
/** An alarm that somebody else began to tell, and that did not get out for so long, is told by whoever sees it, in ms. */
const TAKE_OVER_MS = 30_000;

/** The file's own time is the machine's: this process knows no database. */
const wallNow = (): number => wallClock().getTime();

export type Watched = {
  readonly file: string;
  readonly url: URL;
  readonly oldAfterMs: number;
};

export type Seen = {
  /** Since the file was written, or since the watch began where that was later, in ms. */
  readonly ageMs: number;
  /** Null where there is no readable file. */
  readonly content: { readonly state: string; readonly code: string | null } | null;
};

export type Judgement =
  | { readonly kind: 'well' }
  | { readonly kind: 'bad'; readonly code: string }
  /** Nothing was written yet, and it is not too late. */
  | { readonly kind: 'unknown' };

/** Pure. */
export function judgeFile({ ageMs, content }: Seen, oldAfterMs: number): Judgement {
  if (ageMs > oldAfterMs) return { kind: 'bad', code: 'silent' };
  if (content === null) return { kind: 'unknown' };
  return content.state === 'ok' ? { kind: 'well' } : { kind: 'bad', code: content.code ?? 'failing' };
}

type Told = { readonly code: string; readonly at: number; readonly called: boolean };

export type FileWatch = {
  /** One look, and the call that follows from it, also where the folder cannot be written. */
  look(): Promise<void>;
  /** When the file was written last; null where there is none. */
  writtenAt(): Promise<number | null>;
  /** Whether an alarm is out that is not over. */
  hasCalled(): Promise<boolean>;
};

/** Several may watch one file: a second file beside it says what was told, so that each is told once. */
export function createFileWatch({ file, url, oldAfterMs }: Watched, now: () => number = wallNow): FileWatch {
  const begunAt = now();
  const toldFile = file.replace(/\.json$/, '.alarm.json');
  /** An alarm of this process is out that the disk does not know of: several then call once each. */
  let calledUnwritten = false;

  const timeOf = async (path: string): Promise<number | null> =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
  const writtenAt = (): Promise<number | null> => timeOf(file);

  const see = async (): Promise<Seen> => {
    const at = await writtenAt();
    const text = await readFile(file, 'utf8').catch(() => null);
    return { ageMs: now() - Math.max(at ?? 0, begunAt), content: text === null ? null : readContent(text) };
  };

  const readTold = async (): Promise<Told | null> => {
    const text = await readFile(toldFile, 'utf8').catch(() => null);
    if (text === null) return null;
    const value = readObject(text);
    // Half written: whoever writes it is about to call, or the disk was full and nobody is.
    if (value === null) return { code: 'failing', at: (await timeOf(toldFile)) ?? now(), called: false };
    return { code: String(value.code), at: Number(value.at), called: value.called === true };
  };

  const call = async (event: 'alarm' | 'recovery', code: string | null): Promise<boolean> => {
    const body = { program: 'xinqiao', event, part: 'crisis-path', code, at: new Date(now()).toISOString() };
    const answer = await postJson(url, { ...body, host: hostname() }, DEADLINE_MS);
    return answer.kind === 'answer' && answer.status >= 200 && answer.status < 300;
  };

  const alarm = async (code: string, told: Told | null): Promise<void> => {
    if (told?.called || calledUnwritten) return;
    if (told !== null && told.at + TAKE_OVER_MS > now()) return;
    const mine = { code, at: now(), called: false };
    if ((await write(toldFile, mine, told === null ? 'wx' : 'w')) === 'exists') return;
    const called = await call('alarm', code);
    // An alarm that nobody heard is told again at the next look.
    const kept = await write(toldFile, { ...mine, called, at: called ? mine.at : 0 }, 'w');
    calledUnwritten = called && kept !== 'written';
  };

  const recover = async (told: Told): Promise<void> => {
    if (!told.called) return rm(toldFile, { force: true });
    const taken = `${toldFile}.${process.pid}`;
    const isMine = await rename(toldFile, taken).then(
      () => true,
      () => false,
    );
    if (!isMine) return;
    if (await call('recovery', null)) await rm(taken, { force: true });
    else await rename(taken, toldFile);
  };

  return {
    async look() {
      const found = judgeFile(await see(), oldAfterMs);
      const told = await readTold();
      if (found.kind === 'bad') await alarm(found.code, told);
      if (found.kind !== 'well') return;
      if (calledUnwritten) calledUnwritten = !(await call('recovery', null));
      else if (told !== null) await recover(told);
    },
    writtenAt,
    hasCalled: async () => calledUnwritten || ((await readTold())?.called ?? false),
  };
}

function readContent(text: string): Seen['content'] {
  const value = readObject(text);
  if (value === null || typeof value.state !== 'string') return null;
  return { state: value.state, code: typeof value.code === 'string' ? value.code : null };
}

/** A disk that takes nothing keeps nobody from calling. */
const write = (file: string, told: Told, flag: 'w' | 'wx'): Promise<'written' | 'exists' | 'unwritable'> =>
  writeFile(file, JSON.stringify(told), { flag }).then(
    () => 'written',
    (error: NodeJS.ErrnoException) => (error.code === 'EEXIST' ? 'exists' : 'unwritable'),
  );
