import type { TextBlock } from '../facts/mailFacts';
import { PASS, type Rule } from '../rule';

const NORMAL_CONTRAST = 4.5;
const LARGE_CONTRAST = 3;
/** 18 pt. */
const LARGE_PX = 24;
/** Labels of buttons and headings are mostly bold, which is not measured: they are taken for large type. */
const LABEL_CHARACTERS = 40;

export const contrast: Rule = {
	id: 'contrast',
	title: { en: 'Text that stands out from its background', zh: '文字与背景对比清晰' },
	kind: 'content',
	source: 'content-rules.md section 6; WCAG 2.2, 1.4.3 (4.5:1, large text 3:1), 2026-11-22',
	fix: {
		en: 'Make the text darker or its background lighter. Colours from style blocks that are not inlined are not measured.',
		zh: '加深文字颜色或调亮背景。未内联的样式颜色不计入测量。',
	},
	appliesTo: ['marketing', 'transactional'],
	severity: 'needsReview',
	isSwitchable: true,
	messages: {
		faint: { en: 'Text is hard to read: its contrast is under 4.5:1 (3:1 for large type and labels).', zh: '文字难以辨认：对比度低于 4.5:1（大字和标签低于 3:1）。' },
	},
	check({ mail }) {
		const faint = mail.blocks.find((block) => block.isVisible && block.contrast < leastContrast(block) && hasWord(block.text));
		return faint ? { outcome: 'needsReview', message: 'faint', evidence: `${faint.contrast.toFixed(2)}:1 ${faint.text.slice(0, 40)}` } : PASS;
	},
};

function leastContrast({ fontSizePx, text }: TextBlock): number {
	return fontSizePx >= LARGE_PX || text.length < LABEL_CHARACTERS ? LARGE_CONTRAST : NORMAL_CONTRAST;
}

/** Bars, dots and arrows between words are decoration. */
function hasWord(text: string): boolean {
	return /[\p{L}\p{N}]{2}/u.test(text);
}
