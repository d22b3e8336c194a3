/**
 * What is passed on to the puppet. `wechaty-puppet-service` turns its encryption off when an environment variable says
 * so and nothing else is asked for, and its built-in key pair is public: whoever is on the way could read what students
 * write. So both are decided here and never by a default.
 */
export const PUPPET_SERVICE = 'wechaty-puppet-service';

/** Server name of the built-in key pair of wechaty-puppet-service, whose private key everybody has. */
const PUBLIC_KEY_PAIR = 'insecure';
const LOOPBACK = /^(?:[a-z0-9]+:\/{0,3})?(?:127(?:\.[0-9]{1,3}){3}|localhost|\[::1\]|::1)(?::[0-9]+)?$/i;

export type PuppetOptions = Readonly<Record<string, unknown>>;

export type CheckedOptions =
  | { readonly ok: true; readonly options: PuppetOptions }
  | { readonly ok: false; readonly code: 'insecure-endpoint' };

/** Other puppets than the service get their options unchanged. */
export function checkPuppetOptions(puppet: string, options: PuppetOptions): CheckedOptions {
  if (puppet !== PUPPET_SERVICE) return { ok: true, options };
  const tls = isRecord(options.tls) ? options.tls : {};
  const disable = tls.disable === true;
  const endpoint = typeof options.endpoint === 'string' ? options.endpoint : '';
  const isPrivate = LOOPBACK.test(endpoint) || endpoint.startsWith('unix:');
  if (!isPrivate && (disable || usesPublicKeyPair(tls, options.token))) {
    return { ok: false, code: 'insecure-endpoint' };
  }
  return { ok: true, options: { ...options, tls: { ...tls, disable } } };
}

/** The service takes the server's name from its options, or else from what stands before the last `_` of the token. */
function usesPublicKeyPair(tls: PuppetOptions, token: unknown): boolean {
  if (typeof tls.caCert === 'string' && tls.caCert !== '') return false;
  const words = typeof token === 'string' ? token : '';
  const serverName = tls.serverName ?? words.slice(0, Math.max(words.lastIndexOf('_'), 0));
  return String(serverName).toLowerCase() === PUBLIC_KEY_PAIR;
}

function isRecord(value: unknown): value is PuppetOptions {
  return typeof value === 'object' && value !== null;
}
