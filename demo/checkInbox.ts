import { dkimVerify } from 'mailauth/lib/dkim/verify';
import PostalMime from 'postal-mime';
import { FROM_DOMAIN } from './fromDomain';
import type { InboxMail } from './inboxMail';
import type { LedgerRow } from './readLedger';

export interface InboxCheck {
	mails: number;
	/** what is wrong, in words; empty when the inbox equals the ledger */
	faults: string[];
	/** unsubscribe links of marketing mails */
	unsubscribeLinks: string[];
}

const MAX_FAULTS = 20;
const SIGNED = ['list-unsubscribe', 'list-unsubscribe-post'];

/**
 * Compares what arrived with what the ledger says: each accepted delivery once, to its buyer, and nothing else; every
 * signature verified by a library that had no part in making it, both unsubscribe headers under it, the buyer's language.
 */
export async function checkInbox(mails: readonly InboxMail[], ledger: LedgerRow[], dkimRecord: string): Promise<InboxCheck> {
	const faults: string[] = [];
	const unsubscribeLinks: string[] = [];
	const byId = new Map(ledger.map((row) => [row.id, row]));
	const seen = new Map<string, number>();
	const mailed = new Map<string, number>();
	for (const mail of mails) {
		const parsed = await PostalMime.parse(mail.source);
		const id = /^<(d_[^@]+)@/.exec(parsed.messageId ?? '')?.[1] ?? '';
		const row = byId.get(id);
		seen.set(id, (seen.get(id) ?? 0) + 1);
		if (!row) {
			faults.push(`mail ${mail.id} is of no delivery in the ledger`);
			continue;
		}
		const matter = `${row.campaign} ${row.occasion} ${mail.to.join()}`;
		mailed.set(matter, (mailed.get(matter) ?? 0) + 1);
		if ((mailed.get(matter) ?? 0) > 1) faults.push(`delivery ${row.id}: its address got a mail of this campaign about this occasion before`);
		faults.push(...(await checkMail(mail, row, headersOf(parsed.headers), parsed.html ?? '', dkimRecord)));
		const link = /<(https?:[^>]+)>/.exec(headersOf(parsed.headers).get('list-unsubscribe') ?? '')?.[1];
		if (link) unsubscribeLinks.push(link);
	}
	faults.push(...compareCounts(ledger, seen));
	return { mails: mails.length, faults: faults.slice(0, MAX_FAULTS), unsubscribeLinks };
}

function compareCounts(ledger: LedgerRow[], seen: Map<string, number>): string[] {
	const faults: string[] = [];
	for (const [id, times] of seen) if (times > 1) faults.push(`delivery ${id} arrived ${times} times`);
	for (const row of ledger) {
		if (row.state === 'accepted' && !seen.has(row.id)) faults.push(`delivery ${row.id} is accepted in the ledger and never arrived`);
		if (row.state !== 'accepted' && row.state !== 'uncertain' && seen.has(row.id)) faults.push(`delivery ${row.id} arrived and is ${row.state} in the ledger`);
	}
	return faults;
}

async function checkMail(mail: InboxMail, row: LedgerRow, headers: Map<string, string>, html: string, dkimRecord: string): Promise<string[]> {
	const faults: string[] = [];
	const fault = (isWrong: boolean, what: string): void => void (isWrong && faults.push(`delivery ${row.id}: ${what}`));
	fault(mail.to.join() !== row.email, 'went to another address');
	const { results } = await dkimVerify(mail.source, { resolver: makeResolver(dkimRecord) as never });
	fault(results[0]?.status.result !== 'pass', `DKIM ${results[0]?.status.result ?? 'missing'}`);
	fault(!new RegExp(`@${FROM_DOMAIN.replaceAll('.', '\\.')}>?$`).test(headers.get('from') ?? ''), 'From is not of the domain that signs');
	const language = headers.get('content-language') ?? '';
	fault(base(language) !== base(row.language), `language ${language} for a buyer who reads ${row.language}`);
	fault(!new RegExp(`<html[^>]*lang="${base(language)}`, 'i').test(html), 'the HTML names another language');
	if (row.purpose === 'marketing') {
		const signed = results[0]?.signingHeaders?.keys.toLowerCase() ?? '';
		fault(SIGNED.some((name) => !headers.has(name) || !signed.split(/\s*:\s*/).includes(name)), 'an unsubscribe header is missing or not signed');
		const url = /<(https?:[^>]+)>/.exec(headers.get('list-unsubscribe') ?? '')?.[1] ?? '-';
		fault(!html.includes(url), 'the footer has another unsubscribe link than the header');
	}
	return faults;
}

/** Answers like the DNS of the sender's domain, and for nothing else. */
function makeResolver(dkimRecord: string): (name: string, type: string) => Promise<string[][]> {
	return async (name, type) => {
		if (type === 'TXT' && name === `s1._domainkey.${FROM_DOMAIN}`) return await Promise.resolve([[dkimRecord]]);
		throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
	};
}

function base(language: string): string {
	return language.toLowerCase().split('-')[0] ?? '';
}

function headersOf(headers: Array<{ key: string; value: string }>): Map<string, string> {
	return new Map(headers.map(({ key, value }) => [key.toLowerCase(), value]));
}
