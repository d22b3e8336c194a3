import { expect, it } from 'vitest';
import type { Activity } from '../../src/groups/activity.ts';
import { createSiteWorld, nonceOf } from './site-world.ts';

const lecture: Activity = {
  id: '00000000-0000-4000-8000-000000000001',
  code: '1234',
  kind: 'lecture',
  title: '测试讲座',
  titleEn: 'A sample lecture',
  text: '测试',
  textEn: null,
  place: '腾讯会议',
  capacity: 30,
  taken: 0,
  signUpFrom: new Date('2026-01-01T00:00:00Z'),
  signUpUntil: new Date('2099-01-01T00:00:00Z'),
  question: null,
  leaderId: '00000000-0000-4000-8000-000000000002',
  status: 'open',
  calledOffAt: null,
  version: 1,
  madeAt: new Date('2026-01-01T00:00:00Z'),
  dates: [
    {
      id: '00000000-0000-4000-8000-000000000003',
      startsAt: new Date('2026-11-23T06:00:00Z'),
      endsAt: new Date('2026-11-23T07:30:00Z'),
      walkIns: 0,
      ledBy: null,
    },
  ],
};

it('says by which clock its times are, and both to a browser whose zone is known', async () => {
  const world = createSiteWorld({ activity: async () => lecture });
  const browser = world.newBrowser();
  expect(await browser.look('/a/1234')).toMatch(/时间（北京时间）<\/dt><dd>11月23日 周一 14:00–15:30</);
  const page = await browser.look();
  await browser.submit('/chat/say', { nonce: nonceOf(page), text: '你好' });
  expect(await browser.look('/a/1234')).toContain('时间（北京时间）');
  world.sessions.setTimeZone('Europe/London');
  const both = await browser.look('/a/1234');
  expect(both).toMatch(/时间<\/dt><dd>北京时间 11月23日 周一 14:00–15:30 · 当地 11月23日 周一 06:00–07:30</);
});
