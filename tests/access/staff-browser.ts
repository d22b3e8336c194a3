import type { World } from '../support/world.ts';

export type Answer = { readonly status: number; readonly body: string };

/** Sends what a browser sends, and what a browser never would. */
export type StaffBrowser = {
  get(path: string): Promise<Answer>;
  /** With the session's own token unless the form names another. */
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  send(method: string, path: string): Promise<Answer>;
  csrf(): string;
  /** A new session for the same person, after the old one was ended. */
  signIn(): Promise<void>;
  stranger(): StaffBrowser;
  withSession(token: string): StaffBrowser;
};

export async function openBrowser(world: World, name: string): Promise<StaffBrowser> {
  const session = { cookie: '', csrf: '' };
  const signIn = async (): Promise<void> => {
    const visitor = await world.signedIn(name);
    session.cookie = visitor.cookies();
    session.csrf = /name="csrf" value="([^"]+)"/.exec(visitor.html())?.[1] ?? '';
    if (session.csrf === '') throw new Error(`${name} is not signed in`);
  };
  await signIn();
  return create(world.app.url, session, signIn);
}

type Session = { cookie: string; csrf: string };

function create(url: string, session: Session, signIn: () => Promise<void>): StaffBrowser {
  const request = async (path: string, init: RequestInit): Promise<Answer> => {
    const own = { Cookie: session.cookie, Origin: url, 'Sec-Fetch-Site': 'same-origin' };
    const wanted = { ...own, ...(init.headers as Record<string, string> | undefined) };
    const headers = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== ''));
    const stop = new AbortController();
    const response = await fetch(new URL(path, url), {
      ...init,
      headers,
      redirect: 'manual',
      signal: stop.signal,
    });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
      stop.abort();
      return { status: response.status, body: 'a stream' };
    }
    return { status: response.status, body: withoutSecrets(await response.text()) };
  };
  return {
    get: (path) => request(path, {}),
    post: (path, form, headers = {}) =>
      request(path, { method: 'POST', headers, body: new URLSearchParams({ csrf: session.csrf, ...form }) }),
    send: (method, path) => request(path, { method }),
    csrf: () => session.csrf,
    signIn,
    stranger: () => create(url, { cookie: '', csrf: session.csrf }, signIn),
    withSession: (token) => create(url, { cookie: `xinqiao-staff=${token}`, csrf: session.csrf }, signIn),
  };
}

/** What is new in every answer although nothing else is. */
const withoutSecrets = (body: string): string =>
  body.replaceAll(/name="(csrf|key)" value="[^"]*"/g, 'name="$1"');
