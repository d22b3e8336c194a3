import { HAS_BUTTONS, type TalkChannel } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type BotMessage, say } from '../../core/message.ts';
import type { AnswerPlan } from '../../spool/plan-answer.ts';
import type { Contents } from '../scope.ts';
import { menuPart, shortHotlines } from '../student/cards.ts';

/** What a student is told while no database can be reached; the numbers stand in each of them. */
export function composeAnswer(
  contents: Contents,
  language: Language,
  plan: Exclude<AnswerPlan, 'nothing'>,
  channel: TalkChannel,
  callsPeople: boolean,
): BotMessage {
  const content = contents[language];
  const texts = content.conversation;
  const hotlines = shortHotlines(content);
  switch (plan) {
    case 'crisis':
      return say(texts(callsPeople ? 'fault.crisis' : 'fault.crisisNobody', { hotlines }));
    case 'again':
      return say(texts(callsPeople ? 'fault.again' : 'fault.againNobody', { hotlines }));
    case 'ordinary': {
      if (channel === 'web') return say(content.site('send.fault'));
      const choices = HAS_BUTTONS[channel] ? menuPart(content, 'menu.urgent') : [];
      return say(texts('fault.ordinary', { hotlines }), choices);
    }
  }
}
