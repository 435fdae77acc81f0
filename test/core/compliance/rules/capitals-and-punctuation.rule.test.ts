import { aWellMadeMail, answerOf } from '../../../support/wellMadeMail';

const RULE = 'capitals-and-punctuation';

describe(RULE, () => {
	it.each([
		['a sentence', 'pass', aWellMadeMail({ subject: 'Free shipping on the lamp?' })],
		['Title Case', 'pass', aWellMadeMail({ subject: 'Free Shipping on the New Desk Lamp' })],
		['German nouns', 'pass', aWellMadeMail({ subject: 'Neue Leuchten aus Eiche für Ihr Arbeitszimmer' })],
		['codes and acronyms', 'pass', aWellMadeMail({ subject: 'LED lamp XXL with USB-C, model AB-2000' })],
		['all capitals', 'needsReview: capitals', aWellMadeMail({ subject: 'FREE SHIPPING TODAY' })],
		['every other word', 'needsReview: capitals', aWellMadeMail({ subject: 'BIGGEST lamps SALE ever TODAY' })],
		['a script without capitals', 'pass', aWellMadeMail({ subject: '今日送料無料のデスクランプ' })],
		['Arabic', 'pass', aWellMadeMail({ subject: 'شحن مجاني على المصباح' })],
		['one exclamation mark', 'pass', aWellMadeMail({ subject: 'Free shipping on the lamp!' })],
		['two in a row', 'needsReview: marks', aWellMadeMail({ subject: 'Free shipping!!' })],
		['two apart', 'needsReview: marks', aWellMadeMail({ subject: 'Free shipping! On the lamp!' })],
		['question and exclamation', 'needsReview: marks', aWellMadeMail({ subject: 'Late reader? Free shipping!' })],
		['wide ones', 'needsReview: marks', aWellMadeMail({ subject: '今日送料無料！！' })],
		['one emoji at the end', 'pass', aWellMadeMail({ subject: 'Free shipping on the lamp 💡' })],
		['in front', 'needsReview: emoji', aWellMadeMail({ subject: '💡 Free shipping on the lamp' })],
		['two', 'needsReview: emoji', aWellMadeMail({ subject: 'Free shipping 💡 on the lamp 💡' })],
		['a trade mark sign is none', 'pass', aWellMadeMail({ subject: 'Lumen® lamps with free shipping™' })],
	])('%s → %s', (_name, expected, mail) => expect(answerOf(RULE, mail)).toBe(expected));
});
