/** SMS and calls by a provider's HTTP interface, as the settings describe it. */
import { exchange } from './exchange.ts';
import { readGatewayAnswer } from './gateway-answer.ts';
import { composeRequest } from './gateway-request.ts';
import { fillFields, valuesOfFacts } from './gateway-template.ts';
import { kindOfMessage } from './message-kind.ts';
import type { NotifierPlan, Sending } from './notifier.ts';
import { readPhoneNumber } from './recipients.ts';
import type { GatewaySettings } from './settings.ts';
import { notThere, refused } from './verdict.ts';

/** Only for gateways that take `{text}`: about five parts of an SMS, a minute and a half of speech. */
const LONGEST_TEXT = 330;

export function planGateway(settings: GatewaySettings, sending: Sending): NotifierPlan {
  return {
    kind: settings.kind,
    name: settings.name,
    longestText: LONGEST_TEXT,
    pace: null,
    async deliver(to, { text, facts }) {
      const phone = readPhoneNumber(to);
      if (phone === null) return notThere('unknown-address');
      const values = { ...valuesOfFacts(facts), ...phone, to, text };
      const fields = fillFields(settings, kindOfMessage(facts), values);
      if (fields === null) return refused('no-template');
      const request = composeRequest(settings, fields, sending.now());
      return readGatewayAnswer(await exchange(request, sending.deadlineMs), settings.answer);
    },
  };
}
