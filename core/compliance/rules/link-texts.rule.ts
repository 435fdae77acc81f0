import data from '../../data/linkTexts.json';
import type { LinkFact } from '../facts/mailFacts';
import { lookOnce } from '../facts/passage';
import { PASS, type Rule } from '../rule';

const MAX_PLACES = 12;
const TEXTS = new Map(Object.entries(data.languages).map(([language, texts]) => [language, new Set(texts)]));
const LONGEST = 40;

export const linkTexts: Rule = {
	id: 'link-texts',
	title: { en: 'Links that say where they lead', zh: '链接文字说明去向' },
	kind: 'content',
	source: 'content-rules.md sections 1 and 6 (no bare “click here”, at most 12 destinations); WCAG 2.2, 2.4.4, 2026-11-22',
	fix: {
		en: 'Let each link say what is behind it (“See the lamps”), and leave out those nobody needs.',
		zh: '让每个链接说明其内容（如“查看台灯”），并删去不必要的链接。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		bare: { en: 'A link says “click here” and nothing of where it leads.', zh: '链接只写“点击这里”，没有说明去向。' },
		nowhere: { en: 'A link leads nowhere: its address is empty or “#”.', zh: '链接没有指向任何地址（为空或“#”）。' },
		tooMany: { en: 'The mail leads to more than 12 other places beside its products.', zh: '除商品外，邮件链接到 12 个以上不同的地址。' },
	},
	check({ mail }) {
		for (const { text, passage, href, isVisible } of mail.links) {
			if (!isVisible) continue;
			if (href === '' || href === '#') return { outcome: 'needsReview', message: 'nowhere', evidence: text.slice(0, 60) };
			if (text.length <= LONGEST && isBare(passage)) return { outcome: 'needsReview', message: 'bare', evidence: text };
		}
		const count = mail.links.length > MAX_PLACES ? countPlaces(mail.links) : 0;
		return count > MAX_PLACES ? { outcome: 'needsReview', message: 'tooMany', evidence: `${count}` } : PASS;
	},
};

const isBare = lookOnce((text, language) => {
	const bare = withoutSigns(text.toLowerCase());
	return TEXTS.get(language.slice(0, 2).toLowerCase())?.has(bare) === true || TEXTS.get('en')?.has(bare) === true;
});

const SIGNS_BEFORE = ' →›»>«‹<';
const SIGNS_BEHIND = `${SIGNS_BEFORE}.!:…。！`;

function withoutSigns(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && SIGNS_BEFORE.includes(text.charAt(start))) start += 1;
	while (end > start && SIGNS_BEHIND.includes(text.charAt(end - 1))) end -= 1;
	return text.slice(start, end);
}

/** Pictures of products and what is linked beside them are a grid that a reader takes in at a glance; only other links count. */
function countPlaces(links: readonly LinkFact[]): number {
	const pictured = new Set<string>();
	for (const { href, hasImage } of links) if (hasImage) pictured.add(href);
	const places = new Set<string>();
	for (const { href, address } of links) if (!pictured.has(href) && isOnWeb(address)) places.add(href);
	return places.size;
}

const isOnWeb = lookOnce((href) => /^https?:/i.test(href));
