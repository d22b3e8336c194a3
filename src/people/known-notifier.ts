import type { NotifierKind } from '../core/channel.ts';

/** A one-way notifier as the centre configured it, as far as people and escalation ask. */
export type KnownNotifier = {
  readonly kind: NotifierKind;
  readonly name: string;
  /** May stand in a step of escalation. */
  readonly pages: boolean;
  /** Is told when the program itself is in trouble. */
  readonly alarms: boolean;
  /** Whom it speaks to without being told: its group, or those who get alarms. */
  readonly recipients: readonly string[];
  /** The one form of an account that it can speak to; null for what is none. */
  readAccount(text: string): string | null;
  /** What a test looks like, so that a gateway that knows only some templates has one for it. */
  readonly testAs: 'alarm' | 'code' | 'page';
};

/** The only account of a notifier that speaks to a group. */
export const GROUP_ACCOUNT = 'group';
