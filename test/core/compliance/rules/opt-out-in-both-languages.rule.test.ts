import { compileTemplate } from '../../../../core/template/compileTemplate';
import { makeSample } from '../../../../core/template/sampleData';
import { UNSUBSCRIBE_URL, aBrand, aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'opt-out-in-both-languages';

describe(RULE, () => {
	it.each([
		['KR, both', 'KR', '<p>수신거부</p>', 'pass'],
		['KR, English only', 'KR', '', 'violation'],
		['KR, hidden Korean', 'KR', '<p style="display:none">수신거부</p>', 'violation'],
		['JP', 'JP', '', 'pass'],
	])('%s → %s', (_name, country, html, outcome) => expect(outcomeOf(RULE, aHandmadeMail(html), { recipient: aRecipient({ country }) })).toBe(outcome));

	it.each(['ko', 'en', 'de'])('the library\'s mail to Korea in %s → pass', (language) => {
		const sample = makeSample(language);
		const mail = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand() }).render({ ...sample, buyer: { ...sample.buyer, country: 'KR' }, unsubscribeUrl: UNSUBSCRIBE_URL });
		expect(outcomeOf(RULE, mail, { recipient: aRecipient({ country: 'KR' }) })).toBe('pass');
	});
});
