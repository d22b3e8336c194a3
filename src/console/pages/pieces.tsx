import type { Child } from 'hono/jsx';
import type { Level } from '../../keywords/screening.ts';
import { sayDuration } from '../times.ts';
import { LINE_LEVELS } from '../words.ts';

/** The session's token against forged requests; every form carries it. */
export const Csrf = ({ token }: { token: string }) => <input type="hidden" name="csrf" value={token} />;

export const LevelBadge = ({ level }: { level: Level }) =>
  level === 'none' ? null : <span class={`badge level-${level}`}>{LINE_LEVELS[level]}</span>;

/** A duration that goes on by itself where scripts run. */
export const Since = ({ at, now }: { at: Date; now: Date }) => (
  <time class="since" datetime={at.toISOString()} data-since={at.getTime()} data-now={now.getTime()}>
    {sayDuration(now.getTime() - at.getTime())}
  </time>
);

export const Notice = ({ kind, children }: { kind: 'good' | 'warn' | 'bad'; children: Child }) => (
  <p class={`notice ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
    {children}
  </p>
);

export const PageHead = ({ title, children }: { title: string; children?: Child }) => (
  <div class="page-head">
    <h1>{title}</h1>
    {children}
  </div>
);

export const Empty = ({ children }: { children: Child }) => <p class="empty">{children}</p>;

/** What is wrong with one field, named by the field's `aria-describedby`. */
export const FieldProblem = ({ id, text }: { id: string; text: string | undefined }) =>
  text === undefined ? null : (
    <span class="field-problem" id={id}>
      {text}
    </span>
  );
