import { Hono } from 'hono';
import type { FaultDesk } from '../conversation/fault/fault-desk.ts';
import type { Logger } from '../core/log.ts';
import type { Settings } from '../settings.ts';
import { PUBLIC_FOLDER } from '../settings.ts';
import { createSite } from '../site/create-site.ts';
import { loadStaticFiles } from '../site/static-files.ts';
import { createHealth } from './health.ts';
import { newSecret } from './random.ts';
import { mountTelegramDoor, type TelegramDoor } from './telegram-door.ts';

/** What is served before there has been a database: the student's page, which takes cries for help, and nothing else. */
export function createFaultPages(
  { environment, config }: Settings,
  desk: FaultDesk,
  telegram: TelegramDoor | null,
  log: Logger,
): Hono {
  const away = async (): Promise<never> => {
    throw new Error('there is no database yet');
  };
  const none = { isDown: () => true, take: desk.take };
  const site = createSite({
    files: loadStaticFiles(PUBLIC_FOLDER),
    fault: none,
    receive: away,
    settle: async () => undefined,
    sessions: {
      create: away,
      find: away,
      touch: away,
      setLanguage: away,
      hide: away,
      startFresh: away,
      setPin: away,
      unlock: away,
    },
    feed: away,
    continuing: { isOpen: away, follow: away, followCode: away },
    presence: { left: away, back: away },
    activity: away,
    timeline: { ofAddress: away, ofCase: away },
    picture: away,
    upload: away,
    changes: { follow: () => () => undefined },
    clock: { now: away },
    secret: newSecret,
    texts: (language) => config.contents[language].site,
    hotlines: (language) => config.contents[language].hotlines,
    status: away,
    secureCookies: environment.publicUrl?.startsWith('https:') ?? false,
    log,
  });
  const app = new Hono();
  mountTelegramDoor(app, telegram);
  app.route('/', createHealth(away));
  app.all('/console/*', (c) => c.text(CONSOLE, 503, { 'Cache-Control': 'no-store' }));
  app.all('/console', (c) => c.text(CONSOLE, 503, { 'Cache-Control': 'no-store' }));
  app.route('/', site);
  return app;
}

const CONSOLE =
  '数据库连不上，后台暂时打不开；恢复后会自己好。危机消息已直接发给应急联系人，请看那里，并请人检查服务器。';
