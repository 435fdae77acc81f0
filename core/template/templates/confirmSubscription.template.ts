import { z } from 'zod';
import { cleanText, cleanUrl } from '../cleanText';
import { button, fact, heading, paragraph, prose } from '../layout/blocks';
import type { LibraryTemplate } from './libraryTemplate';
import { readData } from './readData';

const confirmationSchema = z
	.object({
		email: z.string().min(3),
		requestedAt: z.number().int(),
		/** where the address was entered */
		source: z.string().min(1),
		/** what was agreed to */
		wording: z.string().nullish(),
		expiresAt: z.number().int().nullish(),
		url: z.string(),
	})
	.passthrough();

/**
 * The mail of double opt-in. Transactional: it asks, and advertises nothing. Whoever entered the address may be a stranger,
 * so nothing that he could have written himself is shown, neither name nor greeting by name.
 */
export const confirmSubscription: LibraryTemplate = {
	name: 'confirm-subscription',
	texts: 'confirmSubscription',
	purpose: 'transactional',
	title: { en: 'Confirm subscription (double opt-in)', zh: '订阅确认（双重确认）' },
	needs: ['data.confirmation'],
	presets: [],
	makeView(data, formats) {
		const confirmation = readData(confirmationSchema, data, 'confirmation', 'confirm-subscription');
		return {
			email: cleanText(confirmation.email, 120),
			requestedAt: formats.date(confirmation.requestedAt),
			source: cleanText(confirmation.source, 100),
			wording: cleanText(confirmation.wording, 2_000),
			validUntil: typeof confirmation.expiresAt === 'number' ? formats.date(confirmation.expiresAt) : undefined,
			url: cleanUrl(confirmation.url),
		};
	},
	compose(strings) {
		const own = strings.confirmSubscription;
		const rows = FACTS.map((name) => fact(name, own[name])).join('');
		const wording = `{{#if wording}}<p class="sm-label">${prose(own.wording)}</p><p class="sm-paragraph"><span dir="auto">{{wording}}</span></p>{{/if}}`;
		const validUntil = `{{#if validUntil}}<p class="sm-small sm-muted">${prose(own.validUntil)}</p>{{/if}}`;
		return {
			subject: own.subject,
			preheader: own.preheader,
			html: [
				heading(own.heading), paragraph(strings.greetingWithoutName), paragraph(own.intro),
				`<table role="presentation" class="sm-facts" width="100%" cellpadding="0" cellspacing="0" border="0">${rows}</table>`,
				wording, button(own.button), validUntil, paragraph(own.ignore, 'small'),
			].join('\n'),
			text: `${own.heading}\n\n${strings.greetingWithoutName}\n${own.intro}\n\n${[...FACTS, 'wording' as const].map((name) => `{{#if ${name}}}${own[name]}: {{${name}}}\n{{/if}}`).join('')}\n${own.button}: {{url}}\n{{#if validUntil}}${own.validUntil}\n{{/if}}\n${own.ignore}\n`,
		};
	},
	footerReason: (strings) => strings.confirmSubscription.footerReason,
};

const FACTS = ['email', 'requestedAt', 'source'] as const;
