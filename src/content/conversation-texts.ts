import { closingConversationTexts } from './closing-texts.ts';
import { faultTexts } from './fault-texts.ts';
import { firstTexts } from './first-texts.ts';
import { waitingTexts } from './waiting-texts.ts';

/** What the bot says to students outside the flows; the words are in `config/content/`. */
export const conversationTexts = {
  'notice.version': [],
  'notice.first': ['version'],
  'notice.accept': [],
  'notice.accepted': [],
  'notice.again': [],

  'consent.healthData.version': [],
  'consent.healthData.withdrawn': [],
  'consent.counselling.version': [],
  'identity.mailSubject': [],
  'identity.mail': ['code', 'minutes'],
  'identity.approved': [],
  'identity.refused': [],
  'identity.moved': [],

  'crisis.high.ack': [],
  'crisis.high.ackNoResponder': [],
  'crisis.high.hotlines': ['hotlines'],
  'crisis.urgent.ack': [],
  'crisis.urgent.ackNoResponder': [],
  'crisis.imminent.ack': ['hotlines'],
  'crisis.imminent.ackNoResponder': ['hotlines'],
  'crisis.imminent.ackPolice': ['hotlines'],
  'crisis.imminent.ackPoliceNoResponder': ['hotlines'],
  'crisis.imminent.safety': [],
  'crisis.imminent.ask': [],
  'crisis.raised': ['hotlines'],
  'crisis.raisedNoResponder': ['hotlines'],
  'crisis.stillWaiting': ['minutes'],
  'crisis.stillNoResponder': ['hotlines'],

  'waiting.nobodyYet': ['minutes', 'hotlines'],
  'waiting.noResponder': ['hotlines'],
  'waiting.taken': [],
  'handOver.toStudent': [],
  'waiting.takenSilent': ['minutes', 'hotlines'],
  'relay.toStudent': ['text'],

  'case.closed': [],
  'case.falseAlarm': [],
  'case.closedReport': [],
  ...closingConversationTexts,

  'resume.offer': ['flow'],
  'resume.continue': ['flow'],
  'resume.menu': [],
  'flow.home': [],
  'flow.selfhelp': [],
  'flow.booking': [],
  'flow.appointments': [],
  'flow.waiting-list': [],
  'flow.first-visit': [],
  'flow.activities': [],

  'tap.stale': [],
  'tap.doubled': [],
  'tap.unknown': [],
  'tap.later': [],

  'unscreenable.voice': ['hotlines'],
  'unscreenable.picture': ['hotlines'],
  'unscreenable.video': ['hotlines'],
  'unscreenable.file': ['hotlines'],
  'unscreenable.sticker': ['hotlines'],
  'unscreenable.location': ['hotlines'],
  'unscreenable.other': ['hotlines'],

  'concern.reply': ['hotlines'],
  'concern.person': [],
  'concern.selfhelp': [],
  ...firstTexts,
  ...faultTexts,
  ...waitingTexts,

  'optout.done': [],
  'optout.already': [],
  'optin.done': [],
  'optin.label': [],
  'campaign.optOut': [],

  'help.card': [],
  'hotlines.card': ['hotlines'],
  'menu.returned': [],
  'language.chosen': [],

  lastReply: ['link', 'hotlines'],
  'continue.told': [],
  'continue.notMe': [],
  'continue.undone': [],
  'gap.sayAgain': ['minutes', 'hotlines'],

  hiccup: [],
  edited: [],
  tooLong: ['longest'],
  'repeat.prefix': [],
} as const;
