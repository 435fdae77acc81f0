import triage from '../../../core/data/triageLexicon.json';
import { CATEGORIES } from '../../../core/messaging/categories';
import { classifyMessage, type Sortable } from '../../../core/messaging/classifyMessage';
import { detectLanguage, LEXICON_LANGUAGES } from '../../../core/messaging/language';

const sort = (text: string, more: Partial<Sortable> = {}) =>
	classifyMessage({ kind: 'buyerMessage', subject: '', text, language: detectLanguage(text, more.marketplaceLanguage), ...more });

describe('a buyer message', () => {
	it.each([
		['en', 'Where is my package? The tracking says nothing.', 'item_not_received'],
		['de', 'Guten Tag, wo bleibt mein Paket? Ich warte seit einer Woche.', 'item_not_received'],
		['fr', 'Bonjour, je n\'ai toujours pas reçu mon colis, où est ma commande ?', 'item_not_received'],
		['es', 'Hola, no ha llegado mi pedido. ¿Dónde está mi paquete?', 'item_not_received'],
		['it', 'Buongiorno, non ho ricevuto il mio ordine.', 'item_not_received'],
		['pt', 'Olá, não recebi o meu pedido, onde está meu pacote?', 'item_not_received'],
		['ja', '商品が届きません。荷物はどこですか。', 'item_not_received'],
		['zh', '我一直没收到包裹，物流没有更新。', 'item_not_received'],
		['nl', 'Waar blijft mijn pakket? Ik heb het nog niet ontvangen.', 'item_not_received'],
		['pl', 'Dzień dobry, gdzie jest moja paczka? Nie dotarła do mnie.', 'item_not_received'],
		['sv', 'Hej, var är mitt paket? Det har inte kommit fram.', 'item_not_received'],
		['tr', 'Merhaba, siparişim nerede? Kargom ulaşmadı.', 'item_not_received'],
		['ar', 'مرحبا، لم يصل الطلب. أين طلبي؟', 'item_not_received'],
		['en', 'You sent the wrong colour, this is not what I ordered.', 'wrong_item'],
		['de', 'Sie haben den falschen Artikel geschickt: falscher Artikel, bitte tauschen.', 'wrong_item'],
		['en', 'My lawyer will contact you, the lamp caught fire and is broken.', 'legal_safety'],
		['en', 'Please cancel my order, I ordered by mistake.', 'cancel'],
		['fr', 'Pouvez-vous envoyer la facture au nom de la société ?', 'invoice_vat'],
		['en', 'Thank you, everything works perfectly.', 'positive_thanks'],
		['ja', 'ありがとうございます。助かりました。', 'positive_thanks'],
	])('in %s: %s → %s', (language, text, category) => {
		expect(detectLanguage(text)).toBe(language);
		expect(sort(text)).toMatchObject({ category });
	});

	it('names the phrases that decided', () => {
		expect(sort('Where is my order? It has not arrived.').evidence).toEqual(['item_not_received: where is my order', 'item_not_received: has not arrived']);
	});

	it.each(['item_not_received', 'wrong_item'])('%s → escalated to after-sales', (category) => {
		const text = category === 'wrong_item' ? 'I got the wrong item' : 'it never arrived';
		expect(sort(text)).toMatchObject({ category, isEscalated: true, team: 'after-sales', priority: 'high' });
	});

	it.each([
		['Thanks, but it is broken', 'damaged'],
		['Thank you, but the lamp flickers', 'other'],
		['Thank you! Can you tell me more?', 'other'],
		['谢谢，但是有点问题', 'other'],
		['ありがとう。でも少し困っています', 'other'],
	])('"%s" is no thanks', (text, category) => expect(sort(text)).toMatchObject({ category }));

	it.each([
		['it', 'Il pacco è stato trasferito in un altro centro', 'legal_safety'],
		['fr', 'Le service commercial vous salue', 'positive_thanks'],
		['sv', 'Jag skadade inte varan', 'damaged'],
	])('%s: a phrase inside a longer word is not found (%s)', (language, text, wrong) => {
		expect(classifyMessage({ kind: 'buyerMessage', subject: '', text, language }).category).not.toBe(wrong);
	});

	it('the longest phrase wins: a debit to be reversed is no return', () => {
		expect(sort('Ich möchte die Lastschrift zurückgeben', { language: 'de' })).toMatchObject({ category: 'chargeback' });
	});

	it('full-width and curly characters are the same words', () => {
		expect(sort('It hasn’t　ａｒｒｉｖｅｄ', { language: 'en' })).toMatchObject({ category: 'item_not_received' });
	});

	it.each([
		['Order delivery inquiry from Amazon customer X (Order: 111-1111111-1111111)', 'item_not_received'],
		['Return policy inquiry from Amazon customer X', 'return'],
		['Product details inquiry from Amazon customer X', 'product_question'],
	])('whose words say nothing is sorted by Amazon’s topic: %s → %s', (subject, category) => {
		expect(sort('Hello there', { subject })).toMatchObject({ category });
	});

	it('whose words and topic say nothing, about a late order → a delivery question', () => {
		expect(sort('Any news', { isDeliveryLate: true })).toMatchObject({ category: 'item_not_received', evidence: ['order: late'] });
	});

	it.each([['returnRequest', 'return'], ['cancellationRequest', 'cancel'], ['aToZ', 'a_to_z']] as const)('of kind %s → %s, whatever its words', (kind, category) => {
		expect(sort('Where is my order? It never arrived.', { kind })).toMatchObject({ category });
	});
});

describe('the lexicon', () => {
	it('has every category in every language', () => {
		expect(Object.keys(triage.categories).sort()).toEqual(CATEGORIES.filter((category) => category !== 'other').sort());
		for (const byLanguage of Object.values(triage.categories)) expect(Object.keys(byLanguage)).toHaveLength(LEXICON_LANGUAGES.length);
	});

	it('each phrase alone leads to its category, or to one of higher rank', () => {
		const missed = Object.entries(triage.categories).flatMap(([category, byLanguage]) => Object.entries(byLanguage).flatMap(([language, phrases]) => phrases.filter((phrase) => {
			const found = classifyMessage({ kind: 'buyerMessage', subject: '', text: phrase, language: language === 'pt-BR' ? 'pt' : language }).category;
			return CATEGORIES.indexOf(found) > CATEGORIES.indexOf(category as (typeof CATEGORIES)[number]);
		})));
		expect(missed).toEqual([]);
	});
});
