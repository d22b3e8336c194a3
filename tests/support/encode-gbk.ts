let table: ReadonlyMap<string, readonly [number, number]> | null = null;

/** All that two bytes of GBK can say, as the decoder of the platform reads them: an encoder there is none. */
function readTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const sign = decoder.decode(Uint8Array.of(lead, trail));
      if ([...sign].length === 1 && sign !== '\uFFFD' && !found.has(sign)) found.set(sign, [lead, trail]);
    }
  return found;
}

/** A text as spreadsheets in China save it. */
export function encodeGbk(text: string): Uint8Array<ArrayBuffer> {
  table ??= readTable();
  const bytes: number[] = [];
  for (const sign of text) {
    const pair = table.get(sign);
    if (sign < '\u0080') bytes.push(sign.charCodeAt(0));
    else if (pair !== undefined) bytes.push(...pair);
    else throw new Error('no GBK has this sign');
  }
  return Uint8Array.from(bytes);
}
