import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { describeError } from '../core/log.ts';
import { LONGEST_FILE_BYTES } from '../media/media.ts';
import { isOwnPost } from './guard.ts';
import type { SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';
import { findAddress } from './say.ts';
import { giveToken } from './session-cookie.ts';

/** A picture beside the room that the rest of its form takes, in bytes. */
export const LONGEST_PICTURE_FORM = LONGEST_FILE_BYTES + 16_384;

/**
 * A picture from the page. No rule can screen it: it is heard like one from a messenger, answered so, and shown to
 * whoever has the case. A form that works without a script.
 */
export async function sendPicture(c: Context, parts: SiteParts): Promise<Response> {
  if (!isOwnPost(c)) return renderProblem(c, parts, 'foreign', 403);
  const { picture, nonce } = await c.req.parseBody();
  if (!(picture instanceof File) || picture.size === 0) return c.redirect('/?r=empty', 303);
  if (picture.size > LONGEST_FILE_BYTES) return renderProblem(c, parts, 'no-picture', 413);
  if (parts.fault?.isDown()) return renderProblem(c, parts, 'not-stored', 503);
  const token = giveToken(c, parts);
  const addressId = await findAddress(c, parts, token);
  if (addressId === null) return renderProblem(c, parts, 'not-stored', 503);
  try {
    const bytes = new Uint8Array(await picture.arrayBuffer());
    const file = await parts.upload(addressId, bytes);
    if (file === null) return renderProblem(c, parts, 'no-picture', 413);
    const updateKey = keyOf(typeof nonce === 'string' && nonce !== '' ? nonce : parts.secret(16), bytes);
    const body = { kind: 'unscreenable' as const, what: 'picture' as const, caption: '', file };
    await parts.receive({ channel: 'web', bot: 'web', updateKey, from: token, body });
  } catch (error) {
    parts.log.error('site.not-stored', describeError(error));
    return renderProblem(c, parts, 'not-stored', 503);
  }
  await parts.settle(addressId);
  return c.redirect('/', 303);
}

/** The same form sent twice is one picture. */
const keyOf = (nonce: string, bytes: Uint8Array): string =>
  createHash('sha256').update(`${nonce}\u0000picture\u0000`).update(bytes).digest('base64url');
