import { raw } from 'hono/html';

/** Loaded only when somebody wants a code: a start must be quick. */
export async function drawQr(link: string): Promise<string> {
  const { toString: draw } = await import('qrcode');
  return draw(link, { type: 'svg', margin: 2 });
}

/** A code with what it opens; `svg` comes from `drawQr`. */
export const QrCode = ({ svg, link, label }: { svg: string; link: string; label: string }) => (
  <figure class="qr">
    <div class="qr-code" role="img" aria-label={`${label}，打开 ${link}`}>
      {raw(svg)}
    </div>
    <figcaption>
      {label}
      <br />
      <span class="faint">{link}</span>
    </figcaption>
  </figure>
);

/** What a link of Telegram carries behind `start`, see `readTypedCode`. */
export const telegramLink = (address: string | null, carries: string): string | null =>
  address === null ? null : `${address}?start=${carries}`;
