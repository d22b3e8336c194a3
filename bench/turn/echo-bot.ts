/** The least that a Telegram bot can do, as grammY's own documentation shows it. */
import { Bot } from 'grammy';

const bot = new Bot(process.env.TOKEN ?? '', { client: { apiRoot: process.env.API_ROOT ?? '' } });
bot.on('message:text', (context) => context.reply(context.message.text));
await bot.start({ onStart: () => void process.stdout.write('ready\n') });
