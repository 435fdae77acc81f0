import { checkMail } from '../../core/compliance/checkMail';
import type { RuleExample } from '../../core/compliance/rule';
import type { Outcome } from '../../core/contract/items';
import { checkReply } from '../../core/messaging/checkReply';

const URL_OF_BUYER = 'https://hooks.example/m?t=b_0123456789abcdefghij.1.0123456789abcdefghijkl';
const ADDRESS = '88 Wensan Road, Hangzhou 310012, China';
const BRAND = { company: 'Lumen Home Co., Ltd.', postalAddress: ADDRESS, licenceAddress: ADDRESS, phone: '+86 571 5555 0100' };
/** The order that the example's conversation is about. */
const ORDER_ID = '301-1234567-7654321';

/** What a rule says of an example's words in a mail that has a full footer, to somebody in the United States. */
export function tryMailExample(rule: string, { part }: RuleExample, words: string): Outcome {
	const body = part === 'text' ? words : '<p>Lamps for the dark season.</p>';
	const html = `<html lang="en"><body>${body}<p>${BRAND.company}, ${ADDRESS}, ${BRAND.phone} <a href="${URL_OF_BUYER}">Unsubscribe</a></p></body></html>`;
	const mail = { purpose: 'marketing' as const, language: 'en', subject: part === 'subject' ? words : 'Lamps', preheader: '', html, text: `Lamps. Unsubscribe: ${URL_OF_BUYER}` };
	const recipient = { country: 'US', language: 'en', consent: 'granted' as const, isMarketable: true };
	return outcomeOf(rule, checkMail({ mail, brand: BRAND, unsubscribeUrl: URL_OF_BUYER, recipient }, 0));
}

/** The same for a reply to an English-speaking Amazon buyer. */
export function tryMessageExample(rule: string, { part }: RuleExample, words: string): Outcome {
	const reply = { subject: part === 'subject' ? words : 'Re: Order', text: part === 'text' ? words : 'Hello', language: 'en', orderId: ORDER_ID, category: 'item_not_received' as const };
	return outcomeOf(rule, checkReply(reply, 0));
}

function outcomeOf(rule: string, { findings }: { findings: Array<{ rule: string; outcome: Outcome }> }): Outcome {
	return findings.find((finding) => finding.rule === rule)?.outcome ?? 'pass';
}
