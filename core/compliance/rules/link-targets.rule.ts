import { isLocalAddress, readLinkHost } from '../facts/linkHosts';
import type { LinkFact } from '../facts/mailFacts';
import { lookOnce } from '../facts/passage';
import { PASS, type Rule } from '../rule';

/** A text that is an address, and nothing but one. */
const ADDRESS = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24})(?:[/?#:]\S*)?$/iu;

export const linkTargets: Rule = {
	id: 'link-targets',
	title: { en: 'Links lead where they say', zh: '链接指向所示地址' },
	kind: 'provider',
	source: 'content-rules.md sections 1 and 8 (https only, no shorteners, no text that shows another address); mailbox-provider-rules.md, Gmail details (UTS 39 section 5.2), 2026-11-22',
	fix: {
		en: 'Link the page itself with https, and show either its own address or words.',
		zh: '请直接以 https 链接到页面本身，链接文字写真实地址或普通文字。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		otherAddress: { en: 'A link shows another address than it leads to.', zh: '链接文字显示的地址与实际指向不一致。' },
		lookAlike: { en: 'A link leads to a host whose name imitates another with letters of a different alphabet.', zh: '链接的域名用其他文字的相似字母冒充他人。' },
		ipAddress: { en: 'A link leads to a bare IP address.', zh: '链接指向 IP 地址。' },
		http: { en: 'A link is not encrypted (http instead of https).', zh: '链接未加密（http 而非 https）。' },
		shortener: { en: 'A link goes through a shortener, which hides where it leads.', zh: '链接使用了短网址，隐藏了真实地址。' },
	},
	check({ mail }) {
		for (const link of mail.links) {
			const message = judge(link);
			if (message) return { outcome: 'violation', message, evidence: message === 'otherAddress' ? `${link.text.slice(0, 60)} → ${readLinkHost(link.href).host}` : link.href.slice(0, 80) };
		}
		return PASS;
	},
};

function judge({ address, text, href }: LinkFact): string | undefined {
	// a text that shows another address outweighs what the address itself is
	return text.includes('.') && isShowingOther(text, href) ? 'otherAddress' : judgeAddress(address);
}

const judgeAddress = lookOnce((href): string | undefined => {
	const { host, isIp, isLookAlike, isShortener } = readLinkHost(href);
	if (!host) return undefined;
	if (isLookAlike) return 'lookAlike';
	// n8n on the own machine, being tried out: nobody else can open it, and nothing travels
	const isEncrypted = href.startsWith('https://');
	if (!isEncrypted && isLocalAddress(href)) return undefined;
	if (isIp) return 'ipAddress';
	if (!isEncrypted && /^\s*http:/i.test(href)) return 'http';
	return isShortener ? 'shortener' : undefined;
});

function isShowingOther(text: string, href: string): boolean {
	const shown = ADDRESS.exec(text)?.[1];
	if (!shown) return false;
	const target = readLinkHost(href);
	const { domain, isPublic } = readLinkHost(`https://${shown}/`);
	return isPublic && target.host !== '' && domain !== target.domain;
}
