import type { Child } from 'hono/jsx';
import { CONSOLE_STYLES, type ConsoleParts, type StatusView } from '../parts.ts';
import { sayPeriod } from '../rota-words.ts';
import { partName } from '../words.ts';

/**
 * Nothing is evaluated, nothing goes to another host, and no page is kept in the browser's storage, where it would
 * outlive the session. 422 carries a form with its problems and is shown.
 */
const HTMX_CONFIG = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyEnabled: false,
  historyCacheSize: 0,
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '422', swap: true },
    { code: '[45]..', swap: false, error: true },
  ],
});

type FrameProps = {
  parts: ConsoleParts;
  title: string;
  /** Without scripts the list of hand-offs asks again by itself. */
  refreshes?: boolean;
  signedIn: boolean;
  children: Child;
};

export const Frame = ({ parts, title, refreshes, signedIn, children }: FrameProps) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <meta name="htmx-config" content={HTMX_CONFIG} />
      <title>{`${title} · 心桥`}</title>
      <link rel="icon" href="data:," />
      {CONSOLE_STYLES.map((name) => (
        <link rel="stylesheet" href={parts.assetUrl(name)} />
      ))}
      <script src={parts.assetUrl('vendor/htmx.js')} defer />
      <script src={parts.assetUrl('vendor/htmx-sse.js')} defer />
      <script src={parts.assetUrl('console/console.js')} type="module" />
      {refreshes ? (
        <noscript>
          <meta http-equiv="refresh" content="15; url=/console" />
        </noscript>
      ) : null}
    </head>
    {signedIn ? (
      <body hx-ext="sse" sse-connect="/console/live/events" sse-close="ended">
        {children}
      </body>
    ) : (
      <body class="door">{children}</body>
    )}
  </html>
);

/** What everybody on duty has to know before anything else. */
export const Banners = ({ status, mayAddStaff }: { status: StatusView; mayAddStaff: boolean }) => {
  const ailing = status.parts.filter(({ state }) => state === 'degraded' || state === 'stopped');
  const path = ailing.find(({ name, code }) => name === 'crisis-path' && code !== 'silent');
  return (
    <>
      {path === undefined ? null : (
        <p class="banner bad">
          <strong>{`求助通路故障（${path.code ?? ''}）：有人求助时可能叫不到人。`}</strong>
          值班老师请守着这一页；学生页面已经请同学先打热线。请系统管理员检查程序。
        </p>
      )}
      {status.realResponder ? null : (
        <p class="banner bad">
          <strong>现在没有真人能被叫到。</strong>
          有人求助时，只会呼叫系统管理员。
          {mayAddStaff ? <a href="/console/staff/add">添加值班人员</a> : '请让系统管理员添加值班人员。'}
        </p>
      )}
      {status.realResponder && status.gaps[0] !== undefined ? (
        <p class="banner warn">
          <strong>{`值班表今后 14 天有 ${status.gaps.length} 段没有真人值班`}</strong>
          {`最近一段：${sayPeriod(status.gaps[0])}`}
          <a href="/console/duty">看值班表</a>
        </p>
      ) : null}
      {status.sampleCentre ? <p class="banner calm">样例中心：人、房间和时间都是编出来的。</p> : null}
      {ailing
        .filter((part) => part !== path)
        .map(({ name, state, code }) => (
          <p class="banner warn">
            <strong>{`${partName(name)} ${state === 'stopped' ? '停了' : '不稳定'}`}</strong>
            {code === null ? null : <code>{code}</code>}
            <a href="/console/status">看状态</a>
          </p>
        ))}
    </>
  );
};
