import { parseEmailAddress } from '../../shared/emailAddress';
import { findClaims } from '../facts/claimTerms';
import { comparable, toComparable } from '../facts/comparable';
import { withoutLabel } from '../jurisdiction';
import { memoise } from '../../shared/memoise';
import { NOT_APPLICABLE, PASS, type CheckFacts, type Rule } from '../rule';

/** Owners of mailboxes, parcels, payments and marketplaces: a shop that calls itself so pretends to be them. */
const OTHERS = /(?<![\p{L}\p{N}])(?:gmail|googlemail|google|outlook|hotmail|microsoft|yahoo|icloud|aol|proton ?mail|mail\.ru|yandex|gmx|web\.de|t-online|laposte|wanadoo|naver|daum|postmaster|mailer-daemon|paypal|dhl|ups|fedex|amazon|aliexpress|ebay)(?![\p{L}\p{N}])|qq邮箱|163邮箱|亚马逊|速卖通/iu;
/** Not ©, ® and ™: names of firms have them. */
const PICTURES = /[\u{1f000}-\u{1faff}\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u25a0-\u25ff]|[\u2022\u203c\u2049]/u;
const THREAD = /^\s*(?:re|fwd?|aw|wg|回复|转发)\s*[:：]|[([（]\s*\d+\s*[)\]）]/iu;
const ADDRESS = /[@＠]|(?:^|\s)www\.|https?:/i;
const PROMISE = /\p{Nd}\s?[%٪％]|[%٪]\p{Nd}|[€$£¥₩₽₺₪₹]\s?\p{Nd}|\p{Nd}\s?[€₽₺₪]/u;
/** Shorter subjects may be part of a name by chance. */
const LEAST_SUBJECT = 8;


export const fromIdentity: Rule = {
	id: 'from-identity',
	title: { en: 'The sender\'s name is the sender\'s', zh: '发件人名称真实' },
	kind: 'provider',
	law: '15 U.S.C. 7704(a)(1); DDG (DE) s.6',
	source: 'mailbox-provider-rules.md section 1 (Gmail: display name; exactly one address in From), 2026-11-22',
	fix: {
		en: 'Write nothing but the shop\'s name into “From Name” of the Seller Mail Sender credential, and one address into “From Address”.',
		zh: '请在“Seller Mail Sender”凭据的“From Name”中只填写店铺名称，在“From Address”中只填写一个地址。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		noName: { en: 'The sender has no name.', zh: '发件人没有名称。' },
		addresses: { en: 'From does not hold exactly one e-mail address.', zh: '发件人字段不是恰好一个邮箱地址。' },
		address: { en: 'The sender\'s name holds an e-mail or web address.', zh: '发件人名称包含邮箱或网址。' },
		picture: { en: 'The sender\'s name holds an emoji, arrow or check mark.', zh: '发件人名称包含表情、箭头或对勾。' },
		thread: { en: 'The sender\'s name pretends to be a conversation (“Re:”, “(2)”).', zh: '发件人名称伪装成往来邮件（“Re:”“(2)”）。' },
		promise: { en: 'The sender\'s name advertises or presses.', zh: '发件人名称含有促销或催促内容。' },
		subject: { en: 'The sender\'s name repeats the subject.', zh: '发件人名称重复了主题。' },
		recipient: { en: 'The sender\'s name is the recipient\'s.', zh: '发件人名称是收件人的名字。' },
		otherFirm: { en: 'The sender\'s name is that of somebody else.', zh: '发件人名称冒用了他人的名称。' },
	},
	check(facts) {
		const { envelope } = facts;
		if (!envelope) return NOT_APPLICABLE;
		const { name, address } = envelope.from;
		if (!isAddress(address)) return { outcome: 'violation', message: 'addresses' };
		if (!comparable(name)) return { outcome: 'violation', message: 'noName' };
		const message = wrongNameOf(name) || CHECKS.find(({ isWrong }) => isWrong(name, facts))?.message;
		return message === undefined ? PASS : { outcome: 'violation', message, ...(message === 'recipient' || message === 'address' ? {} : { evidence: name.slice(0, 80) }) };
	},
};

const MAX_NAMES = 500;

/** The rest of a check asks about names that come again with each mail of a sender. */
const isAddress = memoise((address) => !/[,;\s<>]/.test(address.trim()) && parseEmailAddress(address) !== undefined, MAX_NAMES);
const isOtherFirm = memoise((name) => OTHERS.test(name), MAX_NAMES);

/** What a name gives away by itself; empty: nothing. */
const wrongNameOf = memoise((name) => {
	if (ADDRESS.test(name)) return 'address';
	if (PICTURES.test(name)) return 'picture';
	if (THREAD.test(name)) return 'thread';
	const { today, deadline } = findClaims(name);
	return PROMISE.test(name) || today || deadline ? 'promise' : '';
}, MAX_NAMES);

const CHECKS: ReadonlyArray<{ message: string; isWrong(name: string, facts: CheckFacts): boolean }> = [
	{ message: 'otherFirm', isWrong: (name, { brand }) => isOtherFirm(name) && !isOtherFirm(brand.company) },
	{ message: 'recipient', isWrong: isRecipient },
	{ message: 'subject', isWrong: isSubject },
];

// names and subjects of one buyer don't come back: they are not worth remembering

function isRecipient(name: string, { recipient }: CheckFacts): boolean {
	const own = recipient?.name ? toComparable(recipient.name) : '';
	return own !== '' && own === comparable(name);
}

function isSubject(name: string, { mail }: CheckFacts): boolean {
	const subject = toComparable(withoutLabel(mail.subject));
	return subject.length >= LEAST_SUBJECT && comparable(name).includes(subject);
}
