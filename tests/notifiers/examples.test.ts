/** The files in config/examples, as they are, against providers that check every signature. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/core/channel.ts';
import { createNotifier } from '../../src/notifiers/create-notifier.ts';
import type { NotifierSettings } from '../../src/notifiers/settings.ts';
import { readNotifiers } from '../../src/settings/notifiers-file.ts';
import { CONFIG_FOLDER } from '../../src/settings.ts';
import {
  ALIYUN_BAD_NUMBER,
  ALIYUN_BUSY_NUMBER,
  type CloudFake,
  KEY_ID,
  KEY_SECRET,
  startFakeAliyun,
  startFakeTencent,
  TENCENT_BAD_NUMBER,
  TENCENT_BUSY_NUMBER,
} from '../fakes/notifiers/clouds.ts';
import {
  DINGTALK_SECRET,
  FEISHU_SECRET,
  startFakeDingtalk,
  startFakeFeishu,
  startFakeWecom,
} from '../fakes/notifiers/group-robots.ts';
import { startFakeReceiver, WEBHOOK_SECRET } from '../fakes/notifiers/receiver.ts';
import { ALARM, CODE, DIGEST, PAGE, recordLog } from './support.ts';

const exampleFile = (name: string): string => join(CONFIG_FOLDER, 'examples', name);

async function readExample(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<readonly NotifierSettings[]> {
  const read = await readNotifiers(exampleFile(name), environment);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.notifiers;
}

function open(notifiers: readonly NotifierSettings[], name: string, url?: string): Channel {
  const settings = notifiers.find((one) => one.name === name);
  if (settings === undefined) throw new Error(`no ${name}`);
  const moved = url !== undefined && 'url' in settings ? { ...settings, url } : settings;
  return createNotifier(moved, { log: recordLog().log, deadlineMs: 5_000 });
}

const CLOUDS = [
  {
    file: 'notifiers-aliyun.yaml',
    environment: {
      ALIYUN_KEY_ID: KEY_ID,
      ALIYUN_KEY_SECRET: KEY_SECRET,
      ALIYUN_SMS_SIGN: '某校心理中心 (值班)*',
      ALARM_PHONE: '13800000000',
    },
    wrong: { ALIYUN_KEY_SECRET: 'other' },
    sms: { name: 'aliyun-sms', start: startFakeAliyun, id: 'biz-1' },
    voice: { name: 'aliyun-voice', start: startFakeAliyun, id: 'call-1' },
    bad: ALIYUN_BAD_NUMBER,
    busy: ALIYUN_BUSY_NUMBER,
    smsPage: {
      Action: 'SendSms',
      PhoneNumbers: '13800000000',
      SignName: '某校心理中心 (值班)*',
      TemplateCode: 'SMS_000000001',
      TemplateParam: '{"number":"12","level":"高危","minutes":"3"}',
    },
    voicePage: {
      Action: 'SingleCallByTts',
      CalledNumber: '13800000000',
      PlayTimes: '3',
      TtsCode: 'TTS_000000001',
      TtsParam: '{"number":"12","level":"高危","minutes":"3"}',
    },
  },
  {
    file: 'notifiers-tencent.yaml',
    environment: {
      TENCENT_SECRET_ID: KEY_ID,
      TENCENT_SECRET_KEY: KEY_SECRET,
      TENCENT_SMS_APP: '1400006666',
      TENCENT_SMS_SIGN: '某校心理中心',
      TENCENT_VOICE_APP: '1400007777',
      ALARM_PHONE: '+8613800000000',
    },
    wrong: { TENCENT_SECRET_KEY: 'other' },
    sms: { name: 'tencent-sms', start: () => startFakeTencent('sms'), id: 'serial-1' },
    voice: { name: 'tencent-voice', start: () => startFakeTencent('vms'), id: 'call-1' },
    bad: TENCENT_BAD_NUMBER,
    busy: TENCENT_BUSY_NUMBER,
    smsPage: {
      Action: 'SendSms',
      PhoneNumberSet: ['+8613800000000'],
      SmsSdkAppId: '1400006666',
      SignName: '某校心理中心',
      TemplateId: '1000001',
      TemplateParamSet: ['12', '高危', '3'],
    },
    voicePage: {
      Action: 'SendTtsVoice',
      CalledNumber: '+8613800000000',
      VoiceSdkAppid: '1400007777',
      PlayTimes: 3,
      TemplateId: '2000001',
      TemplateParamSet: ['12', '高危', '3'],
    },
  },
] as const;

describe.each(CLOUDS)('$file', (cloud) => {
  describe.each(['sms', 'voice'] as const)('%s', (kind) => {
    const { name, start, id } = cloud[kind];
    let fake: CloudFake;
    let channel: Channel;
    beforeEach(async () => {
      fake = await start();
      channel = open(await readExample(cloud.file, cloud.environment), name, `${fake.origin}/`);
    });
    afterEach(() => fake.close());

    it('brings a page to a phone', async () => {
      expect(await channel.send('13800000000', PAGE)).toEqual({ kind: 'sent', externalId: id });
      expect(fake.taken).toEqual([kind === 'sms' ? cloud.smsPage : cloud.voicePage]);
    });

    it('brings a code, an alarm and a page of several cases, each by its template', async () => {
      for (const message of [CODE, ALARM, DIGEST]) {
        expect(await channel.send('+8613800000000', message)).toMatchObject({ kind: 'sent' });
      }
      const texts = fake.taken.map((one) => JSON.stringify(one));
      for (const [index, words] of ['480219', '微信掉线了', '12'].entries()) {
        expect(texts[index]).toContain(words);
      }
      expect(new Set(fake.taken.map((one) => one.TemplateCode ?? one.TtsCode ?? one.TemplateId)).size).toBe(
        3,
      );
    });

    it('knows who is not there and who has had enough for now', async () => {
      expect(await channel.send(cloud.bad, PAGE)).toEqual({ kind: 'permanent', code: 'unknown-address' });
      expect(await channel.send(cloud.busy, PAGE)).toEqual({
        kind: 'temporary',
        retryAfterMs: 60_000,
        code: 'refused-for-now',
      });
      expect(fake.taken).toEqual([]);
    });

    it('is refused with a wrong key', async () => {
      const wrong = await readExample(cloud.file, { ...cloud.environment, ...cloud.wrong });
      const other = open(wrong, name, `${fake.origin}/`);
      expect(await other.send('13800000000', PAGE)).toEqual({ kind: 'permanent', code: 'rejected' });
      expect(fake.taken).toEqual([]);
    });
  });
});

it('notifiers-groups.yaml', async () => {
  const robots = {
    'wecom-duty': await startFakeWecom(),
    'dingtalk-duty': await startFakeDingtalk(),
    'feishu-duty': await startFakeFeishu(),
  };
  const desk = await startFakeReceiver();
  const notifiers = await readExample('notifiers-groups.yaml', {
    WECOM_URL: robots['wecom-duty'].url,
    DINGTALK_URL: robots['dingtalk-duty'].url,
    DINGTALK_SECRET,
    FEISHU_URL: robots['feishu-duty'].url,
    FEISHU_SECRET,
    SMTP_HOST: 'smtp.example.test',
    SMTP_USER: 'duty',
    SMTP_PASSWORD: 'p',
    SMTP_FROM: 'duty@example.test',
    ALARM_MAIL: 'head@example.test',
    DESK_URL: `${desk.origin}/in`,
    DESK_SECRET: WEBHOOK_SECRET,
  });
  for (const [name, robot] of Object.entries(robots)) {
    expect(await open(notifiers, name).send('group', PAGE)).toMatchObject({ kind: 'sent' });
    expect(robot.seen).toEqual([{ text: PAGE.text, everybody: true }]);
    await robot.close();
  }
  expect(await open(notifiers, 'campus-desk').send('group', PAGE)).toMatchObject({ kind: 'sent' });
  expect(desk.events).toHaveLength(1);
  await desk.close();
  expect(notifiers.find(({ name }) => name === 'mail')).toMatchObject({
    alarms: true,
    to: ['head@example.test'],
  });
});

it('config/notifiers.yaml is empty, and its commented lines are right', async () => {
  const file = join(CONFIG_FOLDER, 'notifiers.yaml');
  expect(await readNotifiers(file, {})).toEqual({ ok: true, notifiers: [], emergency: null });
  const [, sample = ''] = /(# notifiers:\n(?:#.*\n)+)/.exec(await readFile(file, 'utf8')) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'xinqiao-notifiers-'));
  await writeFile(join(folder, 'n.yaml'), sample.replaceAll(/^# ?/gm, ''));
  const read = await readNotifiers(join(folder, 'n.yaml'), { WECOM_URL: 'https://example.test/' });
  await rm(folder, { recursive: true });
  expect(read).toMatchObject({
    ok: true,
    notifiers: [{ name: 'duty-group', mentionAll: true, pages: true }],
  });
});
