import { checkMail } from '../compliance/checkMail';
import type { Recipient } from '../compliance/rule';
import { dispatchTime } from '../compliance/rules/dispatch-time.rule';
import { transactionalAdvertising } from '../compliance/rules/transactional-advertising.rule';
import { toEnvelope } from '../compliance/senderEnvelope';
import type { MailItem, MailPurpose } from '../contract/items';
import { placeDeliveryLinks } from '../link/token';
import { SellerMailError } from '../shared/errors';
import type { SenderProfile } from '../shop/senderProfile';
import { compileContent } from '../template/compileContent';
import { mergeData } from '../template/mergeData';
import type { StoredContent } from '../template/ports';
import type { CompiledTemplate } from '../template/templateSource';
import type { ClaimedDelivery, ComposeInput, MadeMail, Mailer, MailMaker, Preparation, RuleFinding } from './ports';
import { SIGNED_HEADERS } from './signedHeaders';

/** A mail to compose, or the reason why it must not go. */
export type PreparedDelivery = { kind: 'ready'; compose: ComposeInput } | Exclude<MadeMail, { kind: 'ready' }>;

/** Makes the mails of one sender in the thread that calls it. */
export function makeMailMaker(sender: SenderProfile, compose: Mailer['compose']): MailMaker {
	const prepare = makePreparer(sender);
	return {
		async make(input) {
			const prepared = prepare(input);
			return prepared.kind === 'ready' ? { kind: 'ready', message: await compose(prepared.compose) } : prepared;
		},
		end: () => undefined,
	};
}

/** Renders, checks and addresses deliveries; templates are compiled once per content. */
export function makePreparer(sender: SenderProfile): (input: Preparation) => PreparedDelivery {
	const compiled = new Map<string, CompiledTemplate>();
	return (preparation) => {
		if (!preparation.content) return { kind: 'blocked', cause: 'content-missing', findings: [] };
		try {
			const input = { ...preparation, sender, data: dataOf(preparation) };
			const mail = makeMail(compiled, preparation.content, input);
			if (!mail) return { kind: 'blocked', cause: `compliance:${transactionalAdvertising.id}`, findings: [PURPOSE_LIE] };
			const compose = toCompose(input, mail);
			return verdict(input, compose, purposeOf(input, mail)) ?? { kind: 'ready', compose };
		} catch (error) {
			if (!(error instanceof SellerMailError)) throw error;
			return { kind: 'blocked', cause: `template:${error.code}`, findings: [] };
		}
	};
}

/** What was planned as an order's mail, and was made to advertise: neither consent nor a way out was asked for. */
const PURPOSE_LIE: RuleFinding = { rule: transactionalAdvertising.id, outcome: 'violation', kind: transactionalAdvertising.kind, evidence: 'the template is marketing, the delivery was planned as transactional' };

/** `undefined`: a marketing template in a delivery that was planned as transactional. */
function makeMail(compiled: Map<string, CompiledTemplate>, content: StoredContent, input: WithData): MailItem | undefined {
	const { delivery, unsubscribeUrl, viewUrl } = input;
	if (content.kind === 'mail') return unsubscribeUrl ? placeLinks(content.body, delivery.buyer.id, { unsubscribeUrl, viewUrl: viewUrl ?? unsubscribeUrl }) : content.body;
	let template = compiled.get(delivery.contentId);
	if (!template) {
		// the footer is the sender's as it is today, not as it was when the content was saved
		template = compileContent(content.body, input.sender.brand);
		compiled.set(delivery.contentId, template);
	}
	if (template.purpose === 'marketing' && delivery.purpose !== 'marketing') return undefined;
	// its own shared data, which it knows again; those of the content at hand are equal
	return template.render({ buyer: delivery.buyer, data: template.dataOf(delivery.data), variant: delivery.variant, unsubscribeUrl, viewUrl });
}

/** `data`: read once, for the mail and for the proof of its claims. */
type WithData = Preparation & { sender: SenderProfile; data: Record<string, unknown> };

/** What the mail is made of, and proven by. */
function dataOf({ content, delivery }: Preparation): Record<string, unknown> {
	return content?.kind === 'template' ? mergeData(content.body.sharedData, delivery.data) : delivery.data;
}

/** A finished mail whose links named its buyer, with those of one delivery. */
export function placeLinks(mail: MailItem, buyerId: string, urls: { unsubscribeUrl: string; viewUrl: string }): MailItem {
	return { ...mail, html: placeDeliveryLinks(mail.html, buyerId, urls), text: placeDeliveryLinks(mail.text, buyerId, urls) };
}

/** The whole mail travels in it, so that what is checked is what is sent. */
type Compose = ComposeInput & { mail: MailItem };

/** What was planned as marketing is judged as marketing, whatever the item said of itself; and the other way round. */
function purposeOf({ delivery }: Preparation, mail: MailItem): MailPurpose {
	return delivery.purpose === 'marketing' || mail.purpose === 'marketing' ? 'marketing' : 'transactional';
}

/** The last check, whatever the workflow looked like: a mail with a violation is never sent (design.md §5). */
function verdict(input: WithData, compose: Compose, purpose: MailPurpose): PreparedDelivery | undefined {
	const { delivery, sender, unsubscribeUrl, now } = input;
	const result = checkMail({
		mail: { ...compose.mail, purpose },
		recipient: toRecipient(delivery),
		brand: sender.brand,
		envelope: toEnvelope(sender, { headers: compose.headers, signedHeaders: sender.dkim ? SIGNED_HEADERS : [] }),
		data: input.data,
		unsubscribeUrl,
		switchedOff: delivery.switchedOff,
		sendAt: now,
	}, now);
	if (result.outcome !== 'violation') return undefined;
	const findings = result.findings.filter((finding) => finding.outcome === 'violation');
	// a window that closes is no fault of the mail: it is planned again for the next one
	const lasting = findings.filter((finding) => finding.rule !== dispatchTime.id);
	return lasting.length === 0 ? { kind: 'tooLate' } : { kind: 'blocked', cause: `compliance:${lasting[0]?.rule ?? 'unknown'}`, findings: lasting };
}

function toRecipient({ buyer, consent, birthDate }: ClaimedDelivery): Recipient {
	return {
		country: buyer.country, language: buyer.language, email: buyer.email, name: buyer.name, timeZone: buyer.timeZone, birthDate,
		consent: toConsent(consent.state), consentBasis: consent.basis ?? undefined, consentAt: consent.at ?? undefined, consentSource: consent.source,
		isMarketable: consent.isMarketable, policy: consent.policy,
	};
}

function toConsent(state: string): 'unknown' | 'pending' | 'granted' | 'withdrawn' {
	return state === 'pending' || state === 'granted' || state === 'withdrawn' ? state : 'unknown';
}

function toCompose(input: WithData, mail: MailItem): Compose {
	const { delivery, sender, unsubscribeUrl } = input;
	return {
		sender,
		to: { address: delivery.buyer.email, name: delivery.buyer.name },
		mail,
		messageId: messageIdOf(delivery.id, sender),
		date: input.now,
		headers: {
			...(unsubscribeUrl ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
			'Feedback-ID': `${delivery.campaignId.slice(2, 14)}:${delivery.shopId.slice(0, 20)}:${delivery.purpose}:sellermail`,
		},
	};
}

/** Derived from the delivery, so that a duplicate could be recognised downstream (design.md §4). */
export function messageIdOf(deliveryId: string, sender: SenderProfile): string {
	return `<${deliveryId}@${sender.from.address.slice(sender.from.address.lastIndexOf('@') + 1)}>`;
}
