import { checkMail } from '../compliance/checkMail';
import type { MailItem } from '../contract/items';
import { placeDeliveryLinks } from '../link/token';
import { SellerMailError } from '../shared/errors';
import type { SenderProfile } from '../shop/senderProfile';
import { compileContent } from '../template/compileContent';
import { mergeData } from '../template/mergeData';
import type { StoredContent } from '../template/ports';
import type { CompiledTemplate } from '../template/templateSource';
import type { ClaimedDelivery, ComposeInput, RuleFinding } from './ports';

/** A claimed delivery as a mail to compose, or the reason why it must not go. */
export type PreparedDelivery = { kind: 'ready'; compose: ComposeInput } | { kind: 'blocked'; cause: string; findings: RuleFinding[] };

export interface Preparation {
	delivery: ClaimedDelivery;
	content: StoredContent | undefined;
	sender: SenderProfile;
	/** names this delivery; left out for transactional mail */
	unsubscribeUrl?: string;
	/** shows this delivery's mail in the browser; together with the one above */
	viewUrl?: string;
	now: number;
}

/** Renders, checks and addresses deliveries; templates are compiled once per content. */
export function makePreparer(): (input: Preparation) => PreparedDelivery {
	const compiled = new Map<string, CompiledTemplate>();
	return (input) => {
		if (!input.content) return { kind: 'blocked', cause: 'content-missing', findings: [] };
		try {
			const mail = makeMail(compiled, input.content, input);
			return verdict(input, mail) ?? { kind: 'ready', compose: toCompose(input, mail) };
		} catch (error) {
			if (!(error instanceof SellerMailError)) throw error;
			return { kind: 'blocked', cause: `template:${error.code}`, findings: [] };
		}
	};
}

function makeMail(compiled: Map<string, CompiledTemplate>, content: StoredContent, input: Preparation): MailItem {
	const { delivery, unsubscribeUrl, viewUrl } = input;
	if (content.kind === 'mail') return unsubscribeUrl ? placeLinks(content.body, delivery.buyer.id, { unsubscribeUrl, viewUrl: viewUrl ?? unsubscribeUrl }) : content.body;
	let template = compiled.get(delivery.contentId);
	if (!template) {
		// the footer is the sender's as it is today, not as it was when the content was saved
		template = compileContent(content.body, input.sender.brand);
		compiled.set(delivery.contentId, template);
	}
	return template.render({ buyer: delivery.buyer, data: mergeData(content.body.sharedData, delivery.data), variant: delivery.variant, unsubscribeUrl, viewUrl });
}

/** A finished mail whose links named its buyer, with those of one delivery. */
export function placeLinks(mail: MailItem, buyerId: string, urls: { unsubscribeUrl: string; viewUrl: string }): MailItem {
	return { ...mail, html: placeDeliveryLinks(mail.html, buyerId, urls), text: placeDeliveryLinks(mail.text, buyerId, urls) };
}

/** The last check, whatever the workflow looked like: a mail with a violation is never sent (design.md §5). */
function verdict(input: Preparation, mail: MailItem): PreparedDelivery | undefined {
	const { delivery, sender, unsubscribeUrl, now } = input;
	const { consent, buyer } = delivery;
	const result = checkMail({
		// what was planned as marketing is judged as marketing, whatever the item said of itself
		mail: { ...mail, purpose: delivery.purpose },
		recipient: {
			country: buyer.country, language: buyer.language, consent: toConsent(consent.state), consentBasis: consent.basis ?? undefined,
			consentAt: consent.at ?? undefined, isMarketable: consent.isMarketable, policy: consent.policy,
		},
		brand: sender.brand,
		unsubscribeUrl,
		switchedOff: delivery.switchedOff,
	}, now);
	if (result.outcome !== 'violation') return undefined;
	const findings = result.findings.filter((finding) => finding.outcome === 'violation');
	return { kind: 'blocked', cause: `compliance:${findings[0]?.rule ?? 'unknown'}`, findings };
}

function toConsent(state: string): 'unknown' | 'pending' | 'granted' | 'withdrawn' {
	return state === 'pending' || state === 'granted' || state === 'withdrawn' ? state : 'unknown';
}

function toCompose(input: Preparation, mail: MailItem): ComposeInput {
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
