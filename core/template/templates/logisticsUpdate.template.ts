import { z } from 'zod';
import { cleanText, cleanUrl } from '../cleanText';
import { button, fact, greeting, greetingText, paragraph, prose } from '../layout/blocks';
import { ORDER_STATES, type LanguageStrings } from '../languages/languageStrings';
import type { LibraryTemplate } from './libraryTemplate';
import { itemsSchema, makeProductRows, productRows } from './productRows';
import { readData } from './readData';

const orderSchema = z
	.object({
		id: z.union([z.string().min(1), z.number()]),
		state: z.enum(ORDER_STATES),
		placedAt: z.number().int().nullish(),
		estimatedDeliveryAt: z.number().int().nullish(),
		trackingNumber: z.string().nullish(),
		trackingUrl: z.string().nullish(),
		carrier: z.string().nullish(),
		items: itemsSchema,
	})
	.passthrough();

/** Where an order is. Transactional: not a word of advertising, no link to the shop. */
export const logisticsUpdate: LibraryTemplate = {
	name: 'logistics-update',
	texts: 'logisticsUpdate',
	purpose: 'transactional',
	title: { en: 'Logistics update', zh: '物流通知' },
	needs: ['data.order.id', 'data.order.state'],
	presets: ['fulfilment-state', 'late-delivery'],
	makeView(data, formats) {
		const order = readData(orderSchema, data, 'order', 'logistics-update');
		const isUnderWay = order.state === 'paid' || order.state === 'shipped' || order.state === 'late';
		const date = (at: number | null | undefined): string | undefined => (typeof at === 'number' ? formats.date(at) : undefined);
		return {
			...makeProductRows(order.items, formats),
			...Object.fromEntries(ORDER_STATES.map((state) => [`is_${state}`, state === order.state])),
			orderId: cleanText(order.id, 60) ?? '–',
			placedOn: date(order.placedAt),
			// a date that has passed would be a second bad news
			expectedDelivery: isUnderWay && order.state !== 'late' ? date(order.estimatedDeliveryAt) : undefined,
			carrier: cleanText(order.carrier, 60),
			trackingNumber: cleanText(order.trackingNumber, 60),
			url: cleanUrl(order.trackingUrl),
		};
	},
	compose(strings) {
		const own = strings.logisticsUpdate;
		const rows = productRows(strings, 'order');
		const facts = FACTS.map((name) => fact(name, own[name])).join('');
		return {
			subject: byState(strings, (state) => state.subject),
			preheader: byState(strings, (state) => state.preheader),
			html: [
				`<h1 class="sm-heading">${byState(strings, (state) => prose(state.heading))}</h1>`, greeting(strings),
				`<p class="sm-paragraph">${byState(strings, (state) => prose(state.text))}</p>`,
				`<table role="presentation" class="sm-facts" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="sm-fact-label">${prose(own.orderId)}</td><td class="sm-fact-value"><span dir="auto">{{orderId}}</span></td></tr>${facts}</table>`,
				rows.html, button(own.button), paragraph(own.help, 'small'),
			].join('\n'),
			text: `${byState(strings, (state) => state.heading)}\n\n${greetingText(strings)}\n${byState(strings, (state) => state.text)}\n\n${own.orderId}: {{orderId}}\n${FACTS.map((name) => `{{#if ${name}}}${own[name]}: {{${name}}}\n{{/if}}`).join('')}${rows.text}{{#if url}}\n${own.button}: {{url}}\n{{/if}}\n${own.help}\n`,
		};
	},
};

const FACTS = ['placedOn', 'expectedDelivery', 'carrier', 'trackingNumber'] as const;

type StateStrings = LanguageStrings['logisticsUpdate']['states']['paid'];

function byState(strings: LanguageStrings, pick: (state: StateStrings) => string): string {
	return ORDER_STATES.map((state) => `{{#if is_${state}}}${pick(strings.logisticsUpdate.states[state])}{{/if}}`).join('');
}
