import { aHandmadeMail, outcomeOf } from '../../../support/mails';

const RULE = 'placeholders';

describe(RULE, () => {
	it.each([
		['{{buyer.name}}', '<p>Hi {{buyer.name}}</p>'], ['{{#if x}}', '<p>{{#if x}}</p>'], ['Mailchimp', '<p>Hi *|FNAME|*</p>'], ['Jinja', '<p>{% if x %}</p>'],
		['percent marks', '<p>Hi %%first_name%%</p>'], ['dollar marks', '<p>Hi ${name}</p>'], ['an object', '<p>[object Object]</p>'], ['in a link', '<a href="https://s.example/{{id}}">x</a>'],
		['in a link, encoded', '<a href="https://s.example/%7B%7Bid%7D%7D">x</a>'],
	])('%s → violation', (_name, body) => expect(outcomeOf(RULE, aHandmadeMail(body))).toBe('violation'));

	it('in subject or text → violation', () => {
		expect(outcomeOf(RULE, aHandmadeMail('', { subject: 'Hi {{name}}' }))).toBe('violation');
		expect(outcomeOf(RULE, aHandmadeMail('', { text: 'Hi {{name}}' }))).toBe('violation');
	});

	it('prices, percent and braces in prose → pass', () => {
		expect(outcomeOf(RULE, aHandmadeMail('<p>20% off {lamps} for $9, 100% oak, 5%% fee</p>'))).toBe('pass');
	});
});
