import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type Letter = {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  /** Header lines, unfolded. */
  readonly headers: readonly string[];
  readonly text: string;
};

type Step = 'greet' | 'auth' | 'from' | 'rcpt' | 'data';
export type SmtpFault =
  | { readonly at: Step; readonly reply: number; readonly words: string }
  | { readonly at: Step; readonly hang: true }
  /** The letter was read and the connection ends. */
  | { readonly at: Step; readonly cut: true };

export type SmtpFake = {
  readonly port: number;
  readonly letters: readonly Letter[];
  fail(fault: SmtpFault): void;
  close(): Promise<void>;
};

export const SMTP_USER = 'duty';
export const SMTP_PASSWORD = 'MARK-SMTP-PASSWORD';

/** A mail server that knows one user. */
export async function startSmtpFake(): Promise<SmtpFake> {
  const letters: Letter[] = [];
  let fault: SmtpFault | null = null;
  const server: SMTPServer = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onConnect: (_session, callback) => meet('greet', callback),
    onAuth(auth, _session, callback) {
      meet('auth', (error) => {
        if (error) callback(error);
        else if (auth.username === SMTP_USER && auth.password === SMTP_PASSWORD) {
          callback(null, { user: auth.username });
        } else callback(replyWith(535, `5.7.8 MARK-ECHO ${auth.password}`));
      });
    },
    onMailFrom: (_address, _session, callback) => meet('from', callback),
    onRcptTo: (_address, _session, callback) => meet('rcpt', callback),
    onData(stream, session, callback) {
      void buffer(stream).then((bytes) => {
        const { mailFrom, rcptTo } = session.envelope;
        const letter = readLetter(bytes.toString('utf8'), mailFrom ? mailFrom.address : '', rcptTo);
        meet('data', (error) => {
          if (!error) letters.push(letter);
          callback(error);
        });
      });
    },
  });
  const meet = (step: Step, go: (error?: Error | null) => void): void => {
    if (fault?.at !== step) go();
    else if ('reply' in fault) go(replyWith(fault.reply, fault.words));
    else if ('cut' in fault) for (const connection of server.connections) connection._socket.destroy();
  };
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    letters,
    fail(next) {
      fault = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const replyWith = (responseCode: number, words: string): Error =>
  Object.assign(new Error(words), { responseCode });

function readLetter(raw: string, from: string, to: readonly { readonly address: string }[]): Letter {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const text = Buffer.from(rest.join('\r\n\r\n').replace(/\s/g, ''), 'base64').toString('utf8');
  return { from, to: to.map(({ address }) => address), raw, headers, text };
}
