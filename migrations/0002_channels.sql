-- Every channel: addresses of one-way notifiers, messages that a platform's quota holds back, bots that must be scanned.

alter table xinqiao.address drop constraint address_channel_check;
alter table xinqiao.address add constraint address_channel_check check (channel in (
  'web', 'telegram', 'wechat', 'wecom', 'dingtalk', 'feishu', 'sms', 'voice', 'email', 'webhook'));

alter table xinqiao.staff_address drop constraint staff_address_channel_check;
alter table xinqiao.staff_address add constraint staff_address_channel_check check (channel in (
  'telegram', 'wechat', 'wecom', 'dingtalk', 'feishu', 'sms', 'voice', 'email', 'webhook'));
-- Which notifier; null where any bot of the channel will do, since the account says the code to one of them.
alter table xinqiao.staff_address add column bot text;

-- A row that a quota holds back waits until the person writes again, and lets later ones of its lane pass.
alter table xinqiao.outgoing add column held_for text check (held_for in ('quota'));

-- Until when a bot was surely listening: what was said to it between then and now may be lost on its platform.
create table xinqiao.bot_listening (
  channel text not null,
  bot text not null,
  until timestamptz not null,
  primary key (channel, bot)
);
comment on table xinqiao.bot_listening is 'retention: none (state)';

-- What an administrator must scan to sign a bot in, sealed; a row only while somebody has to.
create table xinqiao.bot_login (
  channel text not null,
  bot text not null,
  data_key_id uuid not null references xinqiao.data_key,
  code_sealed bytea not null,
  at timestamptz not null,
  primary key (channel, bot)
);
comment on table xinqiao.bot_login is 'retention: none (state)';
