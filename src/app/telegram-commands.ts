import type { TelegramCommand } from '../bots/telegram/side-calls.ts';

/** The menu beside Telegram's input; its words do what the same words typed do. */
export const TELEGRAM_COMMANDS: readonly TelegramCommand[] = [
  { command: 'menu', description: '菜单' },
  { command: 'help', description: '帮助' },
  { command: 'urgent', description: '紧急求助' },
  { command: 'stop', description: '退订' },
];
