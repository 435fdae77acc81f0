import { checkMail, type CheckInput } from '../../core/compliance/checkMail';
import type { Recipient } from '../../core/compliance/rule';
import type { MailItem } from '../../core/contract/items';
import type { Brand } from '../../core/shop/senderProfile';
import { compileTemplate } from '../../core/template/compileTemplate';
import { makeSample } from '../../core/template/sampleData';

export const NOW = Date.UTC(2026, 10, 20, 12);
export const UNSUBSCRIBE_URL = 'https://hooks.example/webhook/7f3a/m?t=b_0123456789abcdefghij.1.0123456789abcdefghijkl';

export function aBrand(fields: Partial<Brand> = {}): Brand {
	return {
		company: 'Lumen Home Co., Ltd.', postalAddress: '88 Wensan Road, Hangzhou 310012, China', licenceAddress: '88 Wensan Road, Hangzhou 310012, China',
		phone: '+86 571 5555 0100', contactEmail: 'service@lumen-home.example', registrationNumber: '91330106MA2KX7Y40B', vatNumber: 'DE811907980', legalRepresentative: 'Wang Fang',
		websiteUrl: 'https://lumen-home.example/', ...fields,
	};
}

/** Someone who may get marketing anywhere: double opt-in, a month ago. */
export function aRecipient(fields: Partial<Recipient> = {}): Recipient {
	return { country: 'ES', language: 'es', consent: 'granted', consentBasis: 'double_opt_in', consentAt: NOW - 30 * 86_400_000, isMarketable: true, ...fields };
}

/** The abandoned-cart mail in Spanish as the library renders it: every rule passes. */
export function aMail(fields: Partial<MailItem> = {}): MailItem {
	const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand: aBrand() });
	return { ...template.render({ ...makeSample('es'), unsubscribeUrl: UNSUBSCRIBE_URL }), ...fields };
}

/** A mail made by hand: `body` above a footer that has everything. */
export function aHandmadeMail(body: string, fields: Partial<MailItem> = {}): MailItem {
	const { company, postalAddress, phone, contactEmail, registrationNumber, vatNumber, legalRepresentative } = aBrand();
	const identity = [company, postalAddress, phone, contactEmail, registrationNumber, vatNumber, legalRepresentative].join(', ');
	return {
		purpose: 'marketing', language: 'en', subject: 'Save 10% on lamps', preheader: '',
		html: `<html><body>${body}<p>${identity} <a href="${UNSUBSCRIBE_URL}">Unsubscribe</a></p></body></html>`,
		text: `Lamps.\nUnsubscribe: ${UNSUBSCRIBE_URL}`, ...fields,
	};
}

/** What one rule says about a mail that is checked in full. */
export function outcomeOf(rule: string, mail: MailItem, input: Partial<CheckInput> = {}): string {
	const result = checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient: aRecipient(), ...input }, NOW);
	return result.findings.find((finding) => finding.rule === rule)?.outcome ?? 'pass';
}
