import type { PropsWithChildren } from 'hono/jsx';
import { languageTag } from '../language-tag.ts';
import type { PageView } from '../view.ts';

export type LayoutProps = PropsWithChildren<{
  readonly view: PageView;
  readonly asset: (name: string) => string;
  readonly leaveUrl: string;
  /** Shown without a script after so many seconds again; null for never. */
  readonly refreshSeconds: number | null;
  /** Style sheets of this page alone. */
  readonly styles?: readonly string[];
}>;

const STYLES = ['student/colours.css', 'student/page.css', 'student/talk.css', 'student/room.css'] as const;

/** The frame of every page. The title says nothing of what the page is for: others may see the tab. */
export function Layout({ view, asset, leaveUrl, refreshSeconds, styles = [], children }: LayoutProps) {
  return (
    <html lang={languageTag(view.language)}>
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, interactive-widget=resizes-content"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#faf6ef" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1c1a18" media="(prefers-color-scheme: dark)" />
        <meta name="format-detection" content="telephone=no" />
        <title>{view.texts('title')}</title>
        <link rel="icon" href={asset('student/icon.svg')} type="image/svg+xml" />
        {[...STYLES, ...styles].map((name) => (
          <link rel="stylesheet" href={asset(name)} />
        ))}
        {refreshSeconds === null ? null : (
          <noscript>
            <meta http-equiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        )}
        <script type="module" src={asset('student/page.js')}></script>
      </head>
      <body data-leave={leaveUrl}>{children}</body>
    </html>
  );
}
