import { claimsOf } from '../facts/claimTerms';
import { comparable } from '../facts/comparable';
import type { LinkFact, MailFacts } from '../facts/mailFacts';
import type { Passage } from '../facts/passage';
import { NOT_APPLICABLE, PASS, type CheckFacts, type Rule, type RuleResult } from '../rule';

const MIN_CONTRAST = 3;
/** A link of a full stop is there for machines; the shortest word for it has two characters. */
const MIN_LETTERS = 2;
const IN_ADDRESS = /unsub|opt-?out|abmeld|desinscri|darse-?de-?baja/i;

const isSaying = (passage: Passage) => claimsOf(passage).unsubscribe !== undefined;

export const unsubscribeLink: Rule = {
	id: 'unsubscribe-link',
	title: { en: 'A visible link to unsubscribe', zh: '可见的退订链接' },
	kind: 'legal',
	law: '15 U.S.C. 7704(a)(3); Directive 2002/58/EC Art 13(4); CASL s.6(2)(c) and s.11 (CA)',
	source: 'requirement M11; mailbox-provider-rules.md section 1 (visible body link); content-rules.md section 8 (contrast), 2026-11-22',
	fix: {
		en: 'Render the mail with Render Template: it writes the link into the footer. In own mails, link the address that the trigger gives, in readable type.',
		zh: '请使用 Render Template 渲染邮件，它会在页脚写入退订链接；自制邮件请用清晰的文字链接到触发器提供的地址。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	measured: {
		en: 'The link must lead to exactly the address that was made for this buyer, be visible, have a contrast of at least 3:1, and stand in the plain-text part too.',
		zh: '链接须指向为该买家生成的地址，可见，对比度至少 3:1，并出现在纯文本部分。',
	},
	messages: {
		missing: { en: 'There is no link to the unsubscribe address.', zh: '没有指向退订地址的链接。' },
		elsewhere: { en: 'A link that says “unsubscribe” leads to another address than the one that unsubscribes.', zh: '写有“退订”的链接指向了其他地址。' },
		hidden: { en: 'The link to unsubscribe is hidden or can not be read.', zh: '退订链接被隐藏或无法辨认。' },
		faint: { en: 'The link to unsubscribe is too faint against its background (contrast under 3:1).', zh: '退订链接与背景对比度不足（低于 3:1）。' },
		unnamed: { en: 'Nothing in the mail says that the link unsubscribes.', zh: '邮件中没有文字说明该链接用于退订。' },
		unknownAddress: { en: 'A link to unsubscribe is there, but the expected address is not known, so nobody can say that it works.', zh: '有退订链接，但不知道预期地址，无法确认其有效。' },
		noPublicAddress: { en: 'This country wants a way to unsubscribe in mails about orders too, and the shop has no public address for one.', zh: '该国要求订单邮件也提供退订方式，而店铺没有可用的公开地址。' },
		notInText: { en: 'The plain-text part has no unsubscribe address.', zh: '纯文本部分没有退订地址。' },
	},
	check(facts) {
		const { mail, recipient, unsubscribeUrl } = facts;
		if (mail.purpose === 'marketing') return judge(facts);
		if (!recipient?.jurisdiction.isUnsubscribeAlwaysNeeded) return NOT_APPLICABLE;
		return unsubscribeUrl ? judge(facts) : { outcome: 'needsReview', message: 'noPublicAddress' };
	},
};

function judge({ mail, unsubscribeUrl }: CheckFacts): RuleResult {
	const elsewhere = unsubscribeUrl === undefined ? undefined : mail.links.find((link) => link.href !== unsubscribeUrl && link.isVisible && isSaying(link.passage));
	if (elsewhere) return { outcome: 'violation', message: 'elsewhere', evidence: elsewhere.text.slice(0, 60) };
	const links = mail.links.filter((link) => (unsubscribeUrl ? link.href === unsubscribeUrl : IN_ADDRESS.test(link.href) || isSaying(link.passage)));
	if (links.length === 0) return { outcome: 'violation', message: 'missing' };
	const visible = links.filter((link) => link.isVisible && comparable(link.text).length >= MIN_LETTERS);
	if (visible.length === 0) return { outcome: 'violation', message: 'hidden' };
	const contrast = Math.max(...visible.map((link) => link.contrast));
	if (contrast < MIN_CONTRAST) return { outcome: 'violation', message: 'faint', evidence: `${contrast.toFixed(1)}:1` };
	if (!unsubscribeUrl) return { outcome: 'needsReview', message: 'unknownAddress' };
	if (!holdsAddress(mail.text, unsubscribeUrl)) return { outcome: 'violation', message: 'notInText' };
	return isNamed(mail, visible) ? PASS : { outcome: 'needsReview', message: 'unnamed', evidence: visible[0]?.text.slice(0, 60) };
}

/** The whole address: one character more, and it is another. */
function holdsAddress(text: string, url: string): boolean {
	// from the end, where it usually stands
	for (let at = text.lastIndexOf(url); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(url, at - 1)) if (!/[\w~%&=#/-]/.test(text.charAt(at + url.length))) return true;
	return false;
}

/** "Click here" will do where the words beside it say what it does. */
function isNamed({ blocks }: MailFacts, links: readonly LinkFact[]): boolean {
	return links.some((link) => isSaying(link.passage)) || blocks.some((block) => block.isVisible && isSaying(block.passage));
}
