import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { IncomingBody } from '../core/channel.ts';

/**
 * The longest body of a post, in bytes. An emoji takes twelve of them in a plain form, so that this holds more than
 * 300,000 code units of any script; nothing shorter is refused, since it must be screened whole.
 */
export const LONGEST_BODY = 4_000_000;

export type Form = (name: string) => string;

/** The posted fields; one that is missing, repeated or a file reads as empty. Throws for a body that is no form. */
export async function readForm(c: Context): Promise<Form> {
  const fields = await c.req.parseBody();
  return (name) => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
}

/** What was said; null when nothing was. Browsers send line breaks of forms as CR LF, whatever was typed. */
export function readSaying(form: Form): IncomingBody | null {
  const choice = form('choice');
  if (choice !== '') return { kind: 'choice', id: choice.slice(0, 200) };
  const text = form('text').replaceAll('\r\n', '\n');
  return text.trim() === '' ? null : { kind: 'text', text };
}

/**
 * The same form sent twice is one update. The words are part of the key, so that words which were changed before a
 * second try are heard too; as a hash with the form's random nonce, which tells nobody anything.
 */
export function updateKeyOf(nonce: string, body: IncomingBody): string {
  return createHash('sha256')
    .update(
      `${nonce}\u0000${body.kind}\u0000${body.kind === 'choice' ? body.id : 'text' in body ? body.text : ''}`,
    )
    .digest('base64url');
}
