/** Both ends belong to it. */
export type ByteRange = { readonly from: number; readonly to: number };

/**
 * The one range of bytes that a player asks for (RFC 9110, 14.2), or the whole when it asks for none, for several, or
 * for what nobody understands.
 */
export function readRange(header: string | undefined, length: number): ByteRange | 'whole' | 'outside' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const count = Math.min(Number(last), length);
    return count === 0 ? 'outside' : { from: length - count, to: length - 1 };
  }
  const from = Number(first);
  const to = last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (from >= length) return 'outside';
  return to < from ? 'whole' : { from, to };
}
