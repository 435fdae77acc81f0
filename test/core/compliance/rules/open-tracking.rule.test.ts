import { aHandmadeMail, aRecipient, outcomeOf } from '../../../support/mails';

const RULE = 'open-tracking';
const pixel = '<img src="https://t.example/o?u=1" width="1" height="1" alt="">';

describe(RULE, () => {
	it.each([
		['FR, a pixel', 'FR', pixel, 'violation'],
		['FR, 3 by 3', 'FR', '<img src="https://t.example/o" width="3" height="3">', 'violation'],
		['FR, a picture to look at', 'FR', '<img src="https://t.example/lamp.png" width="300" height="200" alt="Lamp">', 'pass'],
		['a country nobody has read the law of', 'KW', pixel, 'violation'],
		['DE: where it tells of each person', 'DE', pixel, 'needsReview'],
		['US: allowed', 'US', pixel, 'pass'],
	])('%s → %s', (_name, country, html, outcome) => expect(outcomeOf(RULE, aHandmadeMail(html), { recipient: aRecipient({ country }) })).toBe(outcome));
});
