/** A browser without scripts: it keeps cookies, follows redirects and presses the buttons of the page it shows. */
export type Visitor = {
  open(path: string): Promise<number>;
  /** The page as text, without tags. */
  text(): string;
  html(): string;
  path(): string;
  /** Presses a button: of the form with this action (a prefix), with this label if it is given. */
  press(
    button: { action: string; label?: string },
    fields?: Readonly<Record<string, string>>,
  ): Promise<number>;
  /** Presses a button as `press` does, with a file chosen in the form's field `file`. */
  upload(
    button: { action: string; label?: string },
    bytes: Uint8Array<ArrayBuffer>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<number>;
  /** Sends the same form again, as a double tap does. */
  pressAgain(): Promise<number>;
  /** On the student's page: writes and sends. */
  says(text: string): Promise<number>;
  taps(label: string): Promise<number>;
  cookies(): string;
};

type Sent = { path: string; body: URLSearchParams | FormData };

/** @param cookies of an earlier browser, as `cookies()` gave them */
export function createVisitor(url: string, cookies = ''): Visitor {
  const jar = new Map<string, string>();
  for (const pair of cookies.split('; ').filter((one) => one !== '')) keep(jar, pair);
  let html = '';
  let path = '/';
  let last: Sent | null = null;

  const request = async (to: string, init: RequestInit = {}, redirects = 5): Promise<number> => {
    const cookies = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { Cookie: cookies, Origin: url, 'Sec-Fetch-Site': 'same-origin', ...init.headers };
    const response = await fetch(new URL(to, url), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) keep(jar, cookie);
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null && redirects > 0) {
      await response.arrayBuffer();
      return request(new URL(location, new URL(to, url)).pathname, {}, redirects - 1);
    }
    html = await response.text();
    path = to;
    return response.status;
  };

  const send = async (sent: Sent): Promise<number> => {
    last = sent;
    return request(sent.path, { method: 'POST', body: sent.body });
  };

  const visitor: Visitor = {
    open: (to) => request(to),
    html: () => html,
    path: () => path,
    text: () => plain(html),
    async press({ action, label }, fields = {}) {
      const form = findForm(html, path, action, label);
      const body = bodyOf(form);
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return send({ path: form.action, body });
    },
    async upload({ action, label }, bytes, fields = {}) {
      const form = findForm(html, path, action, label);
      const body = bodyOf(form);
      if (!(body instanceof FormData)) throw new Error('this form takes no file');
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      body.set('file', new File([bytes], 'table.csv', { type: 'text/csv' }));
      return send({ path: form.action, body });
    },
    async pressAgain() {
      if (last === null) throw new Error('nothing was pressed yet');
      return send(last);
    },
    async says(text) {
      if (html === '') await request('/');
      const form = findForm(html, path, '/chat/say', '发送');
      const body = new URLSearchParams(form.fields);
      body.set('text', text);
      return send({ path: form.action, body });
    },
    async taps(label) {
      if (html === '') await request('/');
      const form = findForm(html, path, '/chat/say', label);
      return send({ path: form.action, body: new URLSearchParams(form.fields) });
    },
    cookies: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
  };
  return visitor;
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = ''] = cookie.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  const value = pair.slice(at + 1);
  if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name);
  else jar.set(name, value);
}

type Form = { action: string; fields: [string, string][]; takesFiles: boolean };

function bodyOf({ fields, takesFiles }: Form): URLSearchParams | FormData {
  if (!takesFiles) return new URLSearchParams(fields);
  const body = new FormData();
  for (const [name, value] of fields) body.set(name, value);
  return body;
}

/** A form without an address of its own goes to the page that it stands on. */
function findForm(html: string, path: string, action: string, label?: string): Form {
  for (const [, attributes = '', inner = ''] of html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
    const found = decodeEntities(attribute(attributes, 'action') ?? path);
    if (!found.startsWith(action)) continue;
    const takesFiles = attribute(attributes, 'enctype') === 'multipart/form-data';
    const fields: [string, string][] = [];
    for (const [, input = ''] of inner.matchAll(/<input([^>]*)>/g)) {
      if (attribute(input, 'type') !== 'hidden') continue;
      fields.push([
        decodeEntities(attribute(input, 'name') ?? ''),
        decodeEntities(attribute(input, 'value') ?? ''),
      ]);
    }
    if (label === undefined) return { action: found, fields, takesFiles };
    for (const [, button = '', words = ''] of inner.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)) {
      if (plain(words) !== label) continue;
      const name = attribute(button, 'name');
      if (name !== null)
        fields.push([decodeEntities(name), decodeEntities(attribute(button, 'value') ?? '')]);
      return { action: found, fields, takesFiles };
    }
  }
  throw new Error(`no form ${action} with ${label ?? 'any button'} on: ${plain(html)}`);
}

const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? null;

const plain = (html: string): string =>
  decodeEntities(
    html
      .replace(/<(script|style|title)[\s\S]*?<\/\1>/g, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  ).trim();

const decodeEntities = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
