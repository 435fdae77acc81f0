import { z } from 'zod';
import { moneySchema } from '../../contract/items';
import { cleanText, cleanUrl } from '../cleanText';
import type { Formats } from '../formats';
import { facts, prose, type Block } from '../layout/blocks';
import type { LanguageStrings } from '../languages/languageStrings';

/** What a campaign offers, the same for all of its readers. Times are epoch ms. */
export const offerSchema = z
	.object({
		title: z.string().nullish(),
		text: z.string().nullish(),
		code: z.string().nullish(),
		discountPercent: z.number().nonnegative().max(100).nullish(),
		/** least value of an order */
		minimum: moneySchema.nullish(),
		startsAt: z.number().int().nullish(),
		endsAt: z.number().int().nullish(),
		url: z.string().nullish(),
	})
	.passthrough()
	.nullish();

/** What texts show of an offer; what it lacks is `undefined`. */
export function makeOfferView(offer: z.infer<typeof offerSchema>, formats: Formats) {
	const { title, text, code, discountPercent, minimum, startsAt, endsAt, url } = offer ?? {};
	const conditions = {
		code: cleanText(code, 40),
		minimum: minimum && minimum.amountMinor > 0 ? formats.money(minimum) : undefined,
		startsOn: typeof startsAt === 'number' ? formats.date(startsAt) : undefined,
		// an offer that ends at midnight holds on the day before
		endsOn: typeof endsAt === 'number' ? formats.date(endsAt - 1) : undefined,
	};
	return {
		...conditions,
		hasConditions: Object.values(conditions).some((value) => value !== undefined),
		title: cleanText(title, 80),
		offerText: cleanText(text, 500),
		discount: discountPercent ? formats.percent(discountPercent) : undefined,
		offerUrl: cleanUrl(url),
	};
}

/** Title and text of the offer, where it has them. */
export function offerIntro(): Block {
	return {
		html: `{{#if title}}<h2 class="sm-subheading">${prose('{{title}}')}</h2>{{/if}}{{#if offerText}}<p class="sm-paragraph">${prose('{{offerText}}')}</p>{{/if}}`,
		text: '{{#if title}}{{title}}\n{{/if}}{{#if offerText}}{{offerText}}\n\n{{/if}}',
	};
}

/** Code, least order, first and last day. */
export function offerConditions({ offer }: LanguageStrings): Block {
	return facts('hasConditions', [['code', offer.code], ['minimum', offer.minimum], ['startsOn', offer.startsOn], ['endsOn', offer.endsOn]]);
}
