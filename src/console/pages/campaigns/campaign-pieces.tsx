import { LEAST_PEOPLE } from '../../../campaigns/audience.ts';
import type { Blurred } from '../../../campaigns/blur.ts';
import { QUIET_FROM_HOUR, QUIET_TO_HOUR } from '../../../campaigns/send-time.ts';
import type {
  AudienceView,
  CampaignRow,
  CampaignView,
} from '../../../conversation/desks/campaigns/campaign-desk.ts';
import { sayDay, sayMoment, sayTime } from '../../times.ts';
import { CAMPAIGN_STATUSES, CHANNEL_NAMES, LANGUAGE_NAMES } from '../../words.ts';

export const sayPeople = (people: Blurred): string =>
  people === 'few' ? `不足 ${LEAST_PEOPLE} 人` : `约 ${people} 人`;

export const QUIET_HOURS = `晚上 ${QUIET_FROM_HOUR} 点到早上 ${QUIET_TO_HOUR} 点不发送`;

export const AUDIENCE_PROBLEMS = {
  nobody: '现在没有人会收到：没有人同意过告知，或都退订了。',
  'too-few': `这个范围不足 ${LEAST_PEOPLE} 人，不能发送，以免指向某个人。请放宽渠道或语言。`,
} as const;

export const StatusBadge = ({ row }: { row: Pick<CampaignRow, 'status'> }) => (
  <span class={`badge campaign-${row.status}`}>{CAMPAIGN_STATUSES[row.status]}</span>
);

export const sayDayTime = (at: Date): string => `${sayDay(at)} ${sayTime(at)}`;

/** When it was made, or is to begin, or ended. */
export function sayWhen(row: CampaignRow, now: Date): string {
  if (row.endedAt !== null) return `${sayMoment(row.endedAt, now)} 结束`;
  if (row.status === 'scheduled' && row.sendAt !== null) return `${sayMoment(row.sendAt, now)} 开始`;
  return `${sayMoment(row.madeAt, now)} 写下`;
}

/** The message as people will read it. */
export const Preview = ({ shown }: { shown: CampaignView['shown'] }) => (
  <div class="previews">
    {shown.map(({ language, text }) => (
      <figure class="preview" lang={language === 'zh' ? 'zh-CN' : 'en'}>
        {shown.length === 1 ? null : <figcaption lang="zh-CN">{LANGUAGE_NAMES[language]}</figcaption>}
        <p>{text}</p>
      </figure>
    ))}
  </div>
);

export const Audience = ({ view }: { view: AudienceView }) => (
  <div class="audience">
    <p class="audience-total">{sayPeople(view.people)}</p>
    <ul class="cells">
      {view.channels.map(({ channel, people }) => (
        <li>
          <span>{CHANNEL_NAMES[channel]}</span>
          <span class="faint">{people === 'hidden' ? '人数少，不显示' : `约 ${people} 人`}</span>
        </li>
      ))}
    </ul>
    <p class="faint">同意过告知、没有退订、现在能送到的人，每人只算一次；数字只到十位。</p>
  </div>
);

export const scopeOf = ({ channels, languages }: CampaignView['draft']): string => {
  const named = (words: readonly string[], all: number, every: string): string =>
    words.length === all ? every : words.join('、');
  const inChannels = named(
    channels.map((one) => CHANNEL_NAMES[one as keyof typeof CHANNEL_NAMES]),
    Object.keys(CHANNEL_NAMES).length,
    '所有渠道',
  );
  const inLanguages = named(
    languages.map((one) => LANGUAGE_NAMES[one as keyof typeof LANGUAGE_NAMES]),
    Object.keys(LANGUAGE_NAMES).length,
    '所有语言',
  );
  return `${inChannels} · ${inLanguages}`;
};
