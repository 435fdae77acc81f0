import { readLinkHost } from '../facts/linkHosts';
import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

export const linkDomain: Rule = {
	id: 'link-domain',
	title: { en: 'The call leads to your own shop', zh: '行动号召指向自己的店铺' },
	kind: 'content',
	source: 'content-rules.md section 1 (link host should be the organisational domain of the sender), 2026-11-22; Public Suffix List through tldts',
	fix: {
		en: 'Lead the button to a page of your own shop or of the marketplace, or correct “Website” in the Seller Mail Sender credential.',
		zh: '按钮应指向自己的店铺或平台页面，或更正“Seller Mail Sender”凭据中的“Website”。',
	},
	appliesTo: ['marketing'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		foreign: { en: 'The main call leads to a host that is neither yours nor a marketplace.', zh: '主要行动号召指向既非本店也非平台的网站。' },
	},
	check({ mail, brand, envelope, unsubscribeUrl }) {
		if (!brand.websiteUrl) return NOT_APPLICABLE;
		const [call] = mail.callsToAction;
		if (!call) return PASS;
		const target = readLinkHost(`https://${call}`);
		if (!target.domain || target.isMarketplace || target.isReserved) return PASS;
		const own = [brand.websiteUrl, unsubscribeUrl, envelope && `https://${envelope.from.address.split('@')[1] ?? ''}`].map((url) => (url ? readLinkHost(url).domain : ''));
		return own.includes(target.domain) ? PASS : { outcome: 'needsReview', message: 'foreign', evidence: target.host };
	},
};
