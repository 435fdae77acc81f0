import { checkMail } from '../compliance/checkMail';
import { toEnvelope } from '../compliance/senderEnvelope';
import type { BuyerItem, ComplianceItem, MailItem } from '../contract/items';
import type { ComposeInput, MailConnection, Mailer } from '../delivery/ports';
import { messageIdOf, placeLinks } from '../delivery/prepareDelivery';
import { SIGNED_HEADERS } from '../delivery/signedHeaders';
import type { LinkFlow } from '../link/link.flow';
import type { Clock } from '../shared/clock';
import { parseEmailAddress } from '../shared/emailAddress';
import { SellerMailError } from '../shared/errors';
import { makeId } from '../shared/ids';
import type { Random } from '../shared/random';
import type { SenderProfile } from '../shop/senderProfile';
import type { CampaignControl } from './controlPorts';

export interface TestSendDeps {
	clock: Clock;
	random: Random;
	links: Pick<LinkFlow, 'publicAddress' | 'forDeliveries' | 'viewsForDeliveries'>;
	mailer: Mailer;
	control: Pick<CampaignControl, 'findBuyerAddresses'>;
}

export interface TestSendRequest {
	shopId: string;
	/** whose mail it would be: decides language, country's law and links */
	buyer: BuyerItem;
	mail: MailItem;
	/** what the mail was made of: the proof of its claims */
	data?: Record<string, unknown>;
	/** the operator's own addresses */
	to: readonly string[];
	/** an address that a buyer of the shop has too is meant nevertheless */
	mayBeBuyer?: boolean;
	switchedOff?: readonly string[];
}

export interface TestSendReport {
	compliance: ComplianceItem;
	/** one for each address, in order; empty when the mail breaks a rule */
	sent: Array<{ to: string; state: 'accepted' | 'refused' | 'unknown'; reply: string }>;
	subject: string;
}

const MAX_ADDRESSES = 10;
const MARK = '[Test] ';

/**
 * One rendered mail to the operator's own mailbox. No ledger, quota, bill or statistics know of it; its links name nobody,
 * so that pressing them unsubscribes nobody; a mail that breaks a rule isn't sent here either.
 */
export function makeTestSendFlow(deps: TestSendDeps) {
	return {
		/** @throws SellerMailError INPUT_INVALID, TEST_TO_BUYER, PUBLIC_ADDRESS_MISSING, SMTP_UNREACHABLE, SMTP_LOGIN_REFUSED, SMTP_TLS_REQUIRED */
		async testSend(sender: SenderProfile, request: TestSendRequest): Promise<TestSendReport> {
			const addresses = parseAddresses(request.to);
			if (!request.mayBeBuyer) await refuseBuyers(deps, request, addresses);
			const mail = await placeTestLinks(deps, request);
			const composed = addresses.map((address) => toCompose(deps, sender, { ...mail, shopId: request.shopId, address, now: deps.clock.now() }));
			const compliance = check(deps, sender, request, mail, composed[0]?.headers ?? {});
			const subject = `${MARK}${mail.item.subject}`;
			if (compliance.outcome === 'violation') return { compliance, sent: [], subject };
			return { compliance, sent: await transmitAll(deps, sender, composed), subject };
		},
	};
}

function parseAddresses(to: readonly string[]): string[] {
	const addresses = [...new Set(to.map((text) => text.trim()).filter(Boolean).map((text) => parseEmailAddress(text)?.address ?? ''))];
	if (addresses.length === 0) throw invalid('“Send To” is empty.', 'Enter your own address.');
	if (addresses.includes('')) throw invalid('“Send To” holds something that is no e-mail address.', 'Write addresses such as you@lumen-home.com, separated by commas.');
	if (addresses.length > MAX_ADDRESSES) throw invalid(`“Send To” holds ${addresses.length} addresses; a test goes to ${MAX_ADDRESSES} at most.`, 'Name fewer.');
	return addresses;
}

function invalid(message: string, nextStep: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message, nextStep, context: { field: 'to' } });
}

/** A slip in a field must not write to customers, past consent, quota and once-per-campaign. */
async function refuseBuyers(deps: TestSendDeps, { shopId, buyer }: TestSendRequest, addresses: string[]): Promise<void> {
	const own = parseEmailAddress(buyer.email)?.address;
	const count = addresses.includes(own ?? '-') ? 1 : (await deps.control.findBuyerAddresses(shopId, addresses)).length;
	if (count > 0) throw new SellerMailError('TEST_TO_BUYER', { message: '“Send To” holds the address of a buyer of this shop; no test mail was sent.', context: { field: 'to' } });
}

interface TestMail {
	item: MailItem;
	deliveryId: string;
	unsubscribeUrl?: string;
}

/** Links of a delivery that doesn't exist: their pages say that they belong to nobody. */
async function placeTestLinks({ links, random }: TestSendDeps, { shopId, mail, buyer }: TestSendRequest): Promise<TestMail> {
	const deliveryId = makeId(random, 'd');
	if (!(await links.publicAddress(shopId)) && mail.purpose !== 'marketing') return { item: mail, deliveryId };
	const unsubscribeUrl = (await links.forDeliveries(shopId))(deliveryId);
	const viewUrl = (await links.viewsForDeliveries(shopId))(deliveryId);
	return { item: placeLinks(mail, buyer.id, { unsubscribeUrl, viewUrl }), deliveryId, ...(mail.purpose === 'marketing' ? { unsubscribeUrl } : {}) };
}

function toCompose(deps: TestSendDeps, sender: SenderProfile, { item, deliveryId, unsubscribeUrl, shopId, address, now }: TestMail & { shopId: string; address: string; now: number }): ComposeInput {
	return {
		sender, to: { address }, date: now,
		mail: { ...item, subject: `${MARK}${item.subject}` },
		messageId: messageIdOf(`test.${deliveryId}.${makeId(deps.random, 't')}`, sender),
		headers: {
			...(unsubscribeUrl ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
			// a stream of its own: tests must not be counted with campaigns there either
			'Feedback-ID': `test:${shopId.slice(0, 20)}:${item.purpose}:sellermail`,
		},
	};
}

/** The mail as buyers would get it, without the mark; whose consent it is, and at what hour, is not asked of a test. */
function check(deps: TestSendDeps, sender: SenderProfile, request: TestSendRequest, { item, unsubscribeUrl }: TestMail, headers: Record<string, string>): ComplianceItem {
	const { buyer, data, switchedOff } = request;
	return checkMail({
		mail: item, brand: sender.brand, unsubscribeUrl, data, switchedOff,
		recipient: {
			country: buyer.country, language: buyer.language, email: buyer.email, name: buyer.name, timeZone: buyer.timeZone,
			consent: 'granted', consentBasis: 'double_opt_in', consentAt: deps.clock.now(), isMarketable: true,
		},
		envelope: toEnvelope(sender, { headers, signedHeaders: sender.dkim ? SIGNED_HEADERS : [] }),
	}, deps.clock.now());
}

async function transmitAll(deps: TestSendDeps, sender: SenderProfile, mails: ComposeInput[]): Promise<TestSendReport['sent']> {
	const connection = await deps.mailer.connect(sender);
	try {
		const sent: TestSendReport['sent'] = [];
		for (const mail of mails) sent.push({ to: mail.to.address, ...(await transmit(deps, connection, mail)) });
		return sent;
	} finally {
		connection.close();
	}
}

async function transmit(deps: TestSendDeps, connection: MailConnection, mail: ComposeInput): Promise<{ state: 'accepted' | 'refused' | 'unknown'; reply: string }> {
	if (!connection.isOpen()) return { state: 'refused', reply: 'the server closed the connection' };
	const result = await connection.transmit(await deps.mailer.compose(mail), async () => await Promise.resolve(true));
	switch (result.kind) {
		case 'accepted': return { state: 'accepted', reply: result.reply };
		case 'refused': return { state: 'refused', reply: result.reply };
		case 'unknown': return { state: 'unknown', reply: result.reason };
		case 'notBegun': return { state: 'refused', reply: result.reason };
		case 'withheld': return { state: 'refused', reply: 'not begun' };
	}
}
