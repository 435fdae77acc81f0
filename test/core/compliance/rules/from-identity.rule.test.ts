import type { Envelope } from '../../../../core/compliance/rule';
import { aBrand, aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'from-identity';
const from = (name: string, address = 'news@mail.lumen-home.example'): { envelope: Envelope } => ({ envelope: { from: { name, address }, headers: {}, signedHeaders: [] } });

describe(RULE, () => {
	it.each([['Lumen Home'], ['Lumen Home®'], ['Müller & Söhne GmbH'], ['路明家居'], ['لومن هوم'], ['H&M'], ['4711'], ['Ana von Lumen Home'], ['Orange Lamps']])('%s → pass', (name) => {
		expect(outcomeOf(RULE, aHandmadeMail('', { subject: 'Lamps for you' }), from(name))).toBe('pass');
	});

	it.each([
		['', 'nothing'], ['  ', 'spaces'], ['\u200b', 'an invisible character'], ['news@lumen-home.example', 'an address'], ['Lumen www.lumen.example', 'a web address'], ['Lumen Home ✔', 'a check mark'],
		['🔥 Lumen Home', 'an emoji'], ['✅ Verified', 'a verification'], ['Re: Lumen Home', 'an answer'], ['Lumen Home (2)', 'a conversation'], ['Last Chance', 'pressure'], ['URGENT', 'pressure'],
		['Lumen -20%', 'a promise'], ['Gmail Team', 'a mailbox provider'], ['Amazon Customer Service', 'a marketplace'], ['亚马逊客服', 'a marketplace'], ['Ana', 'the recipient'], ['Save 10% on lamps', 'the subject'],
		['Autumn lamps are here', 'the subject'],
	])('%s (%s) → violation', (name) => {
		const subject = name.startsWith('Autumn') ? 'Autumn lamps are here' : 'Save 10% on lamps';
		expect(outcomeOf(RULE, aHandmadeMail('', { subject }), { ...from(name), recipient: aRecipient({ name: 'Ana' }) })).toBe('violation');
	});

	it.each(['a@x.example, b@x.example', 'no address', 'a@x.example b@x.example', '<a@x.example>', ''])('From address %s → violation', (address) => {
		expect(outcomeOf(RULE, aHandmadeMail(''), from('Lumen Home', address))).toBe('violation');
	});

	it('a firm may have the name of another in its own', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''), { ...from('Amazon Parrots'), brand: aBrand({ company: 'Amazon Parrots Ltd.' }) })).toBe('pass');
	});

	it('the sender is not known → not asked', () => {
		expect(outcomeOf(RULE, aHandmadeMail(''))).toBe('pass');
	});
});
