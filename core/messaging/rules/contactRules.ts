import { MARKETPLACES } from '../marketplaces';
import { answer, GUIDELINES, MODEL, PASS, type MessageRule, type ReplyFacts, type RuleAnswer } from './messageRule';

const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,200}\s{0,3}(?:@|\(at\)|\[at\])\s*[\p{L}\p{N}-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[\p{L}\p{N}-]+)+|(?<![\w.+-])[\w.+-]{1,64} at [\w-]{1,64} dot [a-z]{2,}/iu;
const URL_TEXT = /(?:https?:\/\/|www\.)[^\s<>"'）」]+/giu;
const BARE_DOMAIN = /(?<![@\p{L}\p{N}.-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|shop|store|online|site|app|io|me|ly|eu|de|fr|es|it|nl|pl|se|uk|co|cn|jp|br|mx|tr|ca|au|in|us|ru)(?:\/[^\s]*)?(?![\p{L}\p{N}-])/giu;
const CARRIER_HOSTS = ['dhl.de', 'dhl.com', 'ups.com', 'fedex.com', 'usps.com', 'royalmail.com', 'evri.com', 'dpd.com', 'dpd.de', 'dpd.co.uk', 'gls-group.eu', 'gls-group.com',
	'myhermes.de', 'laposte.fr', 'colissimo.fr', 'chronopost.fr', 'correos.es', 'seur.com', 'poste.it', 'brt.it', 'postnl.nl', 'bpost.be', 'correios.com.br', 'japanpost.jp',
	'kuronekoyamato.co.jp', 'sagawa-exp.co.jp', '4px.com', 'yunexpress.com', '17track.net'];

const PHONE = /(?<![\p{L}\p{N}])(?:\+|00)?\(?\p{Nd}(?:[\s().\/-]{0,3}\p{Nd}){6,14}(?![\p{L}\p{N}])/gu;
const TRACKING_WORDS = /track|sendungs|suivi|seguimiento|tracciamento|rastreio|伝票|追跡|运单|物流单/i;
const CARRIER_OR_WARRANTY_WORDS = /carrier|warranty|manufacturer|versanddienst|garantie|hersteller|transporteur|fabricant|transportista|garantía|fabricante|corriere|garanzia|produttore|transportadora|garantia|配送業者|保証|メーカー|承运商|保修|厂家|dhl|ups|fedex|dpd/i;

/** Links, addresses and numbers that lead away from Amazon. */
export const contactRules: readonly MessageRule[] = [
	{
		id: 'AMZ-EXT-LINK',
		title: { en: 'No link that leads away from Amazon', zh: '不得包含指向亚马逊以外的链接' },
		source: GUIDELINES,
		fix: { en: 'Remove the link; describe the step in words.', zh: '删除链接，改用文字说明步骤。' },
		example: { part: 'text', fails: 'See https://shop.example/help', passes: 'See https://www.amazon.de/gp/help' },
		check: (facts) => worst(findLinks(facts.plain).map(judgeLink)),
	},
	{
		id: 'AMZ-EMAIL',
		title: { en: 'No e-mail address', zh: '不得包含电子邮箱地址' },
		source: `${MODEL}; ${GUIDELINES}`,
		fix: { en: 'Remove the address; the buyer answers in this conversation.', zh: '删除邮箱地址；买家会在此会话中回复。' },
		example: { part: 'text', fails: 'Write to help@shop.example', passes: 'Please answer in this conversation.' },
		check: ({ plain }) => answer('violation', EMAIL.exec(plain)?.[0]),
	},
	{
		id: 'AMZ-PHONE',
		title: { en: 'No phone number', zh: '不得包含电话号码' },
		source: GUIDELINES,
		fix: { en: 'Remove the number; the buyer answers in this conversation.', zh: '删除电话号码；买家会在此会话中回复。' },
		example: { part: 'text', fails: 'Call +49 30 1234567', passes: 'Tracking number 00340434161094042557' },
		check: (facts) => worst(findNumbers(facts).map(({ number, before }) => judgeNumber(number, before))),
	},
];

/** An address is no link, but `https://amazon.de@evil.example` is one: links are taken out before addresses. */
function findLinks(text: string): string[] {
	const rest = text.replace(URL_TEXT, ' ').replace(new RegExp(EMAIL, 'giu'), ' ');
	return [...(text.match(URL_TEXT) ?? []), ...(rest.match(BARE_DOMAIN) ?? [])];
}

function judgeLink(link: string): RuleAnswer {
	const text = /^https?:/i.test(link) ? link : `https://${link}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (!url || url.protocol !== 'https:' || url.username) return answer('violation', link);
	const isUnder = (host: string): boolean => url.hostname === host || url.hostname.endsWith(`.${host}`);
	if (MARKETPLACES.some(({ siteDomain }) => isUnder(siteDomain))) return isProductPage(url) ? answer('needsReview', link) : PASS;
	return answer(CARRIER_HOSTS.some(isUnder) ? 'needsReview' : 'violation', link);
}

function isProductPage(url: URL): boolean {
	return /\/(?:dp|gp\/product|stores|shops|s)(?:\/|$)/.test(url.pathname);
}

/** Digits that may be dialled: not the order number, the parcel's number, a date or an article number (EAN). */
function findNumbers({ plain, trackingNumber }: ReplyFacts): Array<{ number: string; before: string }> {
	const known = [/\d{3}-\d{7}-\d{7}/g, /\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}/g];
	let text = trackingNumber ? plain.split(trackingNumber.normalize('NFKC')).join(' # ') : plain;
	for (const pattern of known) text = text.replace(pattern, ' # ');
	return [...text.matchAll(PHONE)]
		.map((match) => ({ number: match[0], before: text.slice(Math.max(0, match.index - 50), match.index) }))
		.filter(({ number }) => !isArticleNumber(number));
}

function judgeNumber(number: string, before: string): RuleAnswer {
	if (TRACKING_WORDS.test(before)) return PASS;
	return answer(CARRIER_OR_WARRANTY_WORDS.test(before) ? 'needsReview' : 'violation', number);
}

/** EAN-13 or UPC-A in one piece with a right check digit. */
function isArticleNumber(text: string): boolean {
	if (!/^\d{12,13}$/.test(text)) return false;
	const digits = [...text.padStart(13, '0')].map(Number);
	const sum = digits.slice(0, 12).reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0);
	return (10 - (sum % 10)) % 10 === digits[12];
}

function worst(answers: RuleAnswer[]): RuleAnswer {
	return answers.find(({ outcome }) => outcome === 'violation') ?? answers.find(({ outcome }) => outcome === 'needsReview') ?? PASS;
}
