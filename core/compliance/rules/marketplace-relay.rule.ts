import { parseEmailAddress } from '../../shared/emailAddress';
import { readMailDomain } from '../../shop/mailDomain';
import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

const PLAIN_DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/** Parsed where it isn't plain: full-width letters, other alphabets. */
function domainOf(address: string): string {
	const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
	return PLAIN_DOMAIN.test(domain) ? domain : (parseEmailAddress(address)?.domain ?? domain.trim());
}

export const marketplaceRelay: Rule = {
	id: 'marketplace-relay',
	title: { en: 'No marketing to marketplace relay addresses', zh: '不得向平台中转地址发送营销邮件' },
	kind: 'legal',
	law: 'Directive 2002/58/EC Art 13; marketplaces\' communication guidelines',
	source: 'mailDomains.json neverMarketable and certifiedMail; requirements A1 and M9, 2026-11-22',
	fix: {
		en: 'Leave the buyer out. Messages about an order go through Reply to Buyer Message; for marketing, ask the buyer for an address of his own.',
		zh: '请排除该买家。订单相关消息请使用 Reply to Buyer Message；营销邮件须使用买家本人提供的地址。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		relay: { en: 'The address is a marketplace\'s relay, a certified mailbox, or one of a domain that imitates another: it must never get marketing.', zh: '该地址属于平台中转、认证邮箱或仿冒域名，绝不能接收营销邮件。' },
	},
	check({ recipient }) {
		if (!recipient?.email) return NOT_APPLICABLE;
		// of the address itself: an item may name a buyer that the store doesn't know
		return readMailDomain(domainOf(recipient.email)).kind === 'neverMarketable' ? { outcome: 'violation', message: 'relay', evidence: recipient.country ?? 'country unknown' } : PASS;
	},
};
