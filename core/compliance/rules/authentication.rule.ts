import { isFreeMailDomain } from '../../shop/mailDomain';
import { isAligned } from '../../shop/sendingSetup/organisation';
import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

export const authentication: Rule = {
	id: 'authentication',
	title: { en: 'Signature and bounce address belong to the sender\'s domain', zh: '签名与退信地址属于发件域名' },
	kind: 'provider',
	source: 'mailbox-provider-rules.md section 1 (SPF and DKIM for bulk mail, DMARC alignment; Gmail, Yahoo, Outlook, Orange), RFC 7489 section 3.1, 2026-11-22',
	fix: {
		en: 'Send from a domain of your own; fill in the DKIM fields of the Seller Mail Sender credential with a key of that domain, and use a bounce address of it.',
		zh: '请使用自有域名发信；在“Seller Mail Sender”凭据中填写该域名的 DKIM 信息，并使用该域名的退信地址。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		freeMail: { en: 'The From address is of a mailbox provider: its DMARC makes other providers refuse the mail.', zh: '发件地址属于公共邮箱服务商，其 DMARC 会导致邮件被拒收。' },
		foreignSignature: { en: 'The DKIM signature is of another domain than the From address.', zh: 'DKIM 签名域名与发件地址域名不一致。' },
		noSignature: { en: 'The mail is not signed here; only the mail server\'s owner knows whether it signs, and as whom.', zh: '邮件未在此签名；只有邮件服务商知道是否签名以及以何域名签名。' },
		foreignBounces: { en: 'Bounces go to another domain than the From address: SPF does not count for it.', zh: '退信地址域名与发件地址不一致，SPF 不计入对齐。' },
	},
	check({ envelope }) {
		if (!envelope) return NOT_APPLICABLE;
		const domain = domainOf(envelope.from.address);
		if (isFreeMailDomain(domain)) return { outcome: 'violation', message: 'freeMail', evidence: domain };
		const { dkimDomain } = envelope;
		if (dkimDomain !== undefined && !isAligned(dkimDomain.toLowerCase(), domain, 'relaxed')) return { outcome: 'violation', message: 'foreignSignature', evidence: `${dkimDomain}, ${domain}` };
		if (dkimDomain === undefined) return { outcome: 'needsReview', message: 'noSignature', evidence: domain };
		const bounces = domainOf(envelope.bounceAddress ?? envelope.from.address);
		return isAligned(bounces, domain, 'relaxed') ? PASS : { outcome: 'needsReview', message: 'foreignBounces', evidence: `${bounces}, ${domain}` };
	},
};

function domainOf(address: string): string {
	return address.slice(address.lastIndexOf('@') + 1).trim().toLowerCase();
}
