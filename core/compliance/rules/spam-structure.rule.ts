import { comparable } from '../facts/comparable';
import type { MailFacts } from '../facts/mailFacts';
import { lookOnce } from '../facts/passage';
import { MARK } from '../facts/textMarks';
import { withoutLabel } from '../jurisdiction';
import { PASS, type Rule, type RuleResult } from '../rule';

const SHORT_CHARACTERS = 3_200;
const SHORT_LINKED_CHARACTERS = 2_048;
/** Of the words looked up; honest parts have more than half. */
const LEAST_SHARED = 0.2;
const LEAST_WORDS = 8;
const MAX_WORDS = 12;
const MAX_CHARACTERS = 1_000;

export const spamStructure: Rule = {
	id: 'spam-structure',
	title: { en: 'Built like an honest mail', zh: '结构像一封正常的邮件' },
	kind: 'content',
	source: 'content-rules.md sections 2 and 5 (SpamAssassin HTML_IMAGE_ONLY, HTML_SHORT_LINK_IMG, HTML_TITLE_SUBJ_DIFF, MPART_ALT_DIFF), 2026-11-22',
	fix: {
		en: 'Put text beside pictures, give the page the subject as its title, and let the plain text say what the HTML says: Render Template makes it by itself when you leave it empty.',
		zh: '图片旁配文字，页面标题与主题一致，纯文本与 HTML 内容一致：留空时 Render Template 会自动生成纯文本。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		linkedImage: { en: 'One linked picture in a short mail: filters score that as spam.', zh: '很短的邮件里只有一张带链接的图片：过滤器会判为垃圾邮件。' },
		shortHtml: { en: 'There are pictures in very little HTML (under 3,200 characters); filters score that.', zh: 'HTML 很短（不足 3200 个字符）却含图片，过滤器会加分。' },
		noText: { en: 'There is no plain-text part.', zh: '没有纯文本部分。' },
		textDiffers: { en: 'The plain-text part says something else than the HTML, or hardly anything.', zh: '纯文本部分与 HTML 内容不一致，或几乎没有内容。' },
		titleDiffers: { en: 'The title of the page has nothing to do with the subject.', zh: '页面标题与主题毫不相关。' },
	},
	check({ mail }) {
		const review = (message: string, evidence?: string): RuleResult => ({ outcome: 'needsReview', message, ...(evidence ? { evidence } : {}) });
		const characters = mail.source.html.length;
		if (mail.images.length > 0 && characters < SHORT_CHARACTERS) {
			const isLinked = characters < SHORT_LINKED_CHARACTERS && mail.images.some(({ href }) => href !== undefined);
			return review(isLinked ? 'linkedImage' : 'shortHtml', `${characters} characters, ${mail.images.length} images`);
		}
		if (!/\S/.test(mail.text)) return review('noText');
		// capitals of headings may differ: asked only where they could matter
		if (sharedWords(mail, mail.text) < LEAST_SHARED) {
			const share = sharedWords(mail, mail.text.toLowerCase(), true);
			if (share < LEAST_SHARED) return review('textDiffers', `${Math.round(share * 100)} %`);
		}
		return isOfOtherMatter(mail.document.title, mail.subject) ? review('titleDiffers', mail.document.title.slice(0, 60)) : PASS;
	},
};

const LEAST_WORD = 4;
const SAMPLE_CHARACTERS = 200;
const WORD = /[\p{L}\p{M}\p{N}]{4,}/gu;
const ASCII_WORD = /[a-z0-9]{4,}/gi;

const SAMPLE_WORDS = 3;

/** The longest words of a text as they are looked up: scripts without spaces by the first characters of a sentence. */
const sampleOf = lookOnce((text, _language, passage) => {
	const longest: string[] = [];
	for (const word of text.slice(0, SAMPLE_CHARACTERS).match(passage.has(MARK.foreign) ? WORD : ASCII_WORD) ?? []) {
		const shortest = longest[SAMPLE_WORDS - 1];
		if (shortest !== undefined && word.length <= shortest.length) continue;
		const place = longest.findIndex((other) => other.length < word.length);
		if (longest.includes(word)) continue;
		longest.splice(place < 0 ? longest.length : place, 0, word);
		longest.length = Math.min(longest.length, SAMPLE_WORDS);
	}
	return longest.map((word) => (word.length > 20 ? word.slice(0, 6) : word));
});

/** Which part of the mail's words stands in its plain text, or LEAST_SHARED when it is that much at least; 1 when there are too few to say. */
function sharedWords(mail: MailFacts, text: string, isLowerCase = false): number {
	const words = wordsOf(mail);
	if (words.length < LEAST_WORDS) return 1;
	const enough = words.length * LEAST_SHARED;
	let found = 0;
	// from the end: headings come first, and are written in capitals there
	for (let index = words.length - 1; index >= 0 && found < enough; index -= 1) {
		const word = words[index] ?? '';
		if (text.includes(isLowerCase ? word.toLowerCase() : word)) found += 1;
	}
	return found / words.length;
}

/** The words that are looked up. */
function wordsOf({ blocks }: MailFacts): string[] {
	const words: string[] = [];
	for (const { passage, isVisible } of blocks) {
		if (!isVisible || passage.text.length < LEAST_WORD || !passage.has(MARK.letter)) continue;
		for (const word of sampleOf(passage)) words.push(word);
		if (words.length >= MAX_WORDS) break;
	}
	return words;
}

function isOfOtherMatter(title: string, subject: string): boolean {
	if (!title || title === subject) return false;
	const [own, other] = [comparable(title.slice(0, MAX_CHARACTERS)), comparable(withoutLabel(subject.slice(0, MAX_CHARACTERS)))];
	if (own.length < 6 || other.length < 6 || own.includes(other.slice(0, 6)) || other.includes(own.slice(0, 6))) return false;
	return !(title.slice(0, MAX_CHARACTERS).toLowerCase().match(/[\p{L}\p{M}\p{N}]{3,}/gu) ?? []).some((word) => other.includes(comparable(word)));
}
