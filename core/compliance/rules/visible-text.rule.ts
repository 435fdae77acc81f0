import type { Brand } from '../../shop/senderProfile';
import { readLinkHost } from '../facts/linkHosts';
import type { MailFacts } from '../facts/mailFacts';
import { wideCharacterCount } from '../facts/wideCharacters';
import { PASS, type Rule } from '../rule';

/** Fewer are no message. East Asian and Thai characters count twice. */
const EMPTY_CHARACTERS = 10;
const LEAST_CHARACTERS = 250;
const GOOD_CHARACTERS = 500;
/** A logo and thumbnails beside their names take less room: there the text speaks. */
const MUCH_PICTURE = 0.25;

export const visibleText: Rule = {
	id: 'visible-text',
	title: { en: 'Enough text to read', zh: '可读文字足够' },
	kind: 'content',
	source: 'content-rules.md section 2 (about 500 characters of visible text pass whatever the images; half as many in wide scripts) and section 8, 2026-11-22',
	fix: {
		en: 'Say in words what the pictures say; check that the data the template needs is there.',
		zh: '用文字说明图片的内容；检查模板所需的数据是否齐全。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		empty: { en: 'Beside the footer the mail holds next to nothing: the template rendered empty.', zh: '除页脚外邮件几乎没有内容：模板渲染结果为空。' },
		tooLittle: { en: 'The mail consists of pictures, with hardly any text.', zh: '邮件几乎全是图片，文字极少。' },
		little: { en: 'There is little text beside the pictures (under 500 characters, 250 in wide scripts).', zh: '图片之外的文字较少（不足 500 个字符，宽字符文字不足 250 个）。' },
	},
	check({ mail, brand }) {
		if (mail.images.length === 0) {
			const own = contentCharacters(mail, brand);
			if (own < EMPTY_CHARACTERS) return { outcome: 'violation', message: 'empty', evidence: `${own} characters` };
		}
		if (mail.imageShare < MUCH_PICTURE || mail.purpose !== 'marketing') return PASS;
		if (mail.width >= GOOD_CHARACTERS) return PASS;
		const evidence = `${mail.width} characters, ${mail.images.length} images`;
		return mail.width < LEAST_CHARACTERS ? { outcome: 'violation', message: 'tooLittle', evidence } : { outcome: 'needsReview', message: 'little', evidence };
	},
};

/** Characters of the visible text that are not the footer's; counting stops where it is clear that something is there. */
function contentCharacters(mail: MailFacts, brand: Brand): number {
	const marks = [brand.company, brand.postalAddress, brand.phone, brand.contactEmail, brand.registrationNumber, brand.vatNumber, brand.legalRepresentative, readLinkHost(brand.websiteUrl ?? '').host].filter((mark) => mark !== undefined && mark.length > 2) as string[];
	let count = 0;
	for (const { text, isVisible } of mail.blocks) {
		if (!isVisible || marks.some((mark) => text.includes(mark)) || mail.links.some((link) => link.score === 0 && link.text === text)) continue;
		count += text.length < EMPTY_CHARACTERS ? text.length + wideCharacterCount(text) : text.length;
		if (count >= EMPTY_CHARACTERS) break;
	}
	return count;
}
