import { findJurisdiction } from '../core/compliance/jurisdiction';
import { applyConsent, type ConsentStanding } from '../core/consent/consent';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/shared/clock';
import type { GeneratedOrder } from './shopOrders';
import type { Person } from './shopPeople';
import type { SeededRandom } from './shopRandom';

/** A row for `core.consent.record`. */
export interface GeneratedConsent {
	email: string;
	kind: 'granted' | 'requested' | 'withdrawn';
	basis?: 'explicit' | 'double_opt_in' | 'soft_opt_in';
	source: string;
	/** what the buyer was shown */
	wording?: string;
	language?: string;
	ip?: string;
	occurredAt: number;
}

/** How buyers stand, as weights; a soft opt-in needs a recent order, without one nothing is known. */
const STANDINGS = { granted: 68, softOptIn: 4, pending: 4, withdrawn: 4, unknown: 20 };

/** A purchase counts as consent only for some months in several countries. */
const SOFT_OPT_IN_MAX_DAYS = 150;

const WORDINGS: Readonly<Record<string, string>> = {
	en: 'Yes, e-mail me offers from Lumen Home. I can stop this at any time.',
	es: 'Sí, quiero recibir ofertas de Lumen Home por correo. Puedo darme de baja cuando quiera.',
	pt: 'Sim, quero receber ofertas da Lumen Home por e-mail. Posso cancelar quando quiser.',
	fr: 'Oui, je souhaite recevoir les offres de Lumen Home par e-mail. Je peux me désinscrire à tout moment.',
	de: 'Ja, ich möchte Angebote von Lumen Home per E-Mail erhalten. Ich kann das jederzeit widerrufen.',
	it: 'Sì, desidero ricevere le offerte di Lumen Home via e-mail. Posso disiscrivermi in ogni momento.',
	nl: 'Ja, ik wil aanbiedingen van Lumen Home per e-mail ontvangen. Ik kan mij altijd afmelden.',
	pl: 'Tak, chcę otrzymywać oferty Lumen Home e-mailem. Mogę zrezygnować w każdej chwili.',
	tr: 'Evet, Lumen Home kampanyalarını e-posta ile almak istiyorum. İstediğim zaman vazgeçebilirim.',
	ru: 'Да, я хочу получать предложения Lumen Home по почте. Отписаться можно в любой момент.',
	uk: 'Так, я хочу отримувати пропозиції Lumen Home поштою. Відписатися можна будь-коли.',
	he: 'כן, אני רוצה לקבל הצעות מ-Lumen Home בדוא"ל. אפשר להפסיק בכל עת.',
	ar: 'نعم، أريد تلقي عروض Lumen Home عبر البريد الإلكتروني. يمكنني إلغاء ذلك في أي وقت.',
	ko: '네, Lumen Home의 혜택을 이메일로 받겠습니다. 언제든지 수신을 거부할 수 있습니다.',
	ja: 'はい、Lumen Homeのお得な情報をメールで受け取ります。いつでも配信停止できます。',
	th: 'ฉันยินดีรับข้อเสนอจาก Lumen Home ทางอีเมล และยกเลิกได้ทุกเมื่อ',
	vi: 'Có, tôi muốn nhận ưu đãi của Lumen Home qua email. Tôi có thể hủy bất cứ lúc nào.',
};

/** Evidence of what the buyers wished, oldest first. */
export function makeConsents(random: SeededRandom, people: readonly Person[], orders: readonly GeneratedOrder[], now: number): GeneratedConsent[] {
	const lastOrderAt = new Map(orders.map((order) => [order.email, order.placedAt]));
	return people.flatMap((person) => consentsOf(random, person, lastOrderAt.get(person.buyer.email), now)).sort((a, b) => a.occurredAt - b.occurredAt);
}

/** Where each buyer stands after all evidence; who has none is missing. */
export function standingsOf(consents: readonly GeneratedConsent[]): Map<string, ConsentStanding> {
	const standings = new Map<string, ConsentStanding>();
	for (const { email, kind, basis, occurredAt } of consents) {
		const before = standings.get(email) ?? { consent: 'unknown', consentBasis: null, consentAt: null };
		standings.set(email, applyConsent(before, { kind, basis: basis ?? null, occurredAt }));
	}
	return standings;
}

function consentsOf(random: SeededRandom, person: Person, lastOrderAt: number | undefined, now: number): GeneratedConsent[] {
	const askedAt = Math.round(now - random.between(8, 540) * DAY_MS);
	switch (random.pickWeighted(STANDINGS)) {
		case 'granted': return grants(random, person, askedAt);
		case 'pending': return [request(random, person, askedAt)];
		case 'withdrawn': return [...grants(random, person, askedAt), withdrawal(random, person, askedAt, now)];
		case 'softOptIn': return lastOrderAt !== undefined && lastOrderAt > now - SOFT_OPT_IN_MAX_DAYS * DAY_MS ? [softOptIn(person, lastOrderAt)] : [];
		default: return [];
	}
}

/** Where the law expects a double opt-in nearly everybody gave one; elsewhere a box ticked at the checkout is usual. */
function grants(random: SeededRandom, person: Person, at: number): GeneratedConsent[] {
	const isDouble = random.isHit(findJurisdiction(person.buyer.country).isDoubleOptInDefault ? 0.97 : 0.35);
	if (!isDouble) return [{ ...evidence(random, person), kind: 'granted', basis: 'explicit', source: 'checkout: newsletter box ticked', occurredAt: at }];
	const confirmedAt = Math.round(at + random.between(2 * MINUTE_MS, 30 * HOUR_MS));
	return [request(random, person, at), { ...evidence(random, person), kind: 'granted', basis: 'double_opt_in', source: 'confirmation link', occurredAt: confirmedAt }];
}

function request(random: SeededRandom, person: Person, at: number): GeneratedConsent {
	return { ...evidence(random, person), kind: 'requested', source: 'newsletter form', occurredAt: at };
}

function withdrawal(random: SeededRandom, { buyer }: Person, askedAt: number, now: number): GeneratedConsent {
	return { email: buyer.email, kind: 'withdrawn', source: 'unsubscribe page', occurredAt: Math.round(random.between(askedAt + 2 * DAY_MS, now - HOUR_MS)) };
}

function softOptIn({ buyer }: Person, at: number): GeneratedConsent {
	return { email: buyer.email, kind: 'granted', basis: 'soft_opt_in', source: 'purchase', occurredAt: at };
}

/** Addresses of RFC 5737, which belong to nobody. */
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113'] as const;

function evidence(random: SeededRandom, { buyer }: Person): Pick<GeneratedConsent, 'email' | 'wording' | 'language' | 'ip'> {
	const language = buyer.language.split('-')[0] ?? '';
	return { email: buyer.email, wording: WORDINGS[language] ?? WORDINGS.en, language: buyer.language, ip: `${random.pick(NETWORKS)}.${random.integer(1, 254)}` };
}
