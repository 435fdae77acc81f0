import type { Envelope } from '../../../../core/compliance/rule';
import { SIGNED_HEADERS } from '../../../../core/delivery/signedHeaders';
import { UNSUBSCRIBE_URL, aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'list-headers';
const GOOD = { 'List-Unsubscribe': `<${UNSUBSCRIBE_URL}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Feedback-ID': 'c123:demo:marketing:sellermail' };
const envelope = (headers: Record<string, string>, fields: Partial<Envelope> = {}): { envelope: Envelope } => ({
	envelope: { from: { name: 'Lumen Home', address: 'n@lumen.example' }, dkimDomain: 'lumen.example', headers, signedHeaders: SIGNED_HEADERS, ...fields },
});

describe(RULE, () => {
	it.each([
		['as Send Campaign writes them', GOOD, 'pass'],
		['with a mailto behind', { ...GOOD, 'List-Unsubscribe': `<${UNSUBSCRIBE_URL}>, <mailto:u@lumen.example>` }, 'pass'],
		['no header known yet', {}, 'pass'],
		['no List-Unsubscribe', { ...GOOD, 'List-Unsubscribe': '' }, 'violation'],
		['mailto only', { ...GOOD, 'List-Unsubscribe': '<mailto:u@lumen.example>' }, 'violation'],
		['mailto first', { ...GOOD, 'List-Unsubscribe': `<mailto:u@lumen.example>, <${UNSUBSCRIBE_URL}>` }, 'violation'],
		['two web addresses', { ...GOOD, 'List-Unsubscribe': `<${UNSUBSCRIBE_URL}>, <https://x.example>` }, 'violation'],
		['another address', { ...GOOD, 'List-Unsubscribe': '<https://x.example/u>' }, 'violation'],
		['not encrypted', { ...GOOD, 'List-Unsubscribe': `<${UNSUBSCRIBE_URL.replace('https', 'http')}>` }, 'violation'],
		['no one-click', { 'List-Unsubscribe': GOOD['List-Unsubscribe'], 'Feedback-ID': GOOD['Feedback-ID'] }, 'violation'],
		['one-click otherwise', { ...GOOD, 'List-Unsubscribe-Post': 'yes' }, 'violation'],
		['no Feedback-ID', { ...GOOD, 'Feedback-ID': '' }, 'violation'],
		['Feedback-ID with three parts', { ...GOOD, 'Feedback-ID': 'a:b:sellermail' }, 'violation'],
		['Feedback-ID of too short a sender', { ...GOOD, 'Feedback-ID': 'a:b:c:abcd' }, 'violation'],
	])('%s → %s', (_name, headers, outcome) => expect(outcomeOf(RULE, aHandmadeMail(''), envelope(headers))).toBe(outcome));

	it('outside of the signature → violation; signed elsewhere → a person looks', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), envelope(GOOD, { signedHeaders: SIGNED_HEADERS.filter((name) => name !== 'list-unsubscribe-post') }))).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail(''), envelope(GOOD, { dkimDomain: undefined, signedHeaders: [] }))).toBe('needsReview');
	});

	it('a trial on one machine → a person looks', () => {
		const local = 'http://localhost:5678/webhook/1/m?t=b_1';
		expect(outcomeOf(RULE, aHandmadeMail(''), { ...envelope({ ...GOOD, 'List-Unsubscribe': `<${local}>` }), unsubscribeUrl: local })).toBe('needsReview');
	});

	it('an order\'s mail needs no way out in its headers', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { purpose: 'transactional' }), envelope({ 'Feedback-ID': GOOD['Feedback-ID'] }))).toBe('pass');
	});
});
