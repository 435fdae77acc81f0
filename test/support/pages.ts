import { load } from 'cheerio';
import type { Core } from '../../core/openCore';
import type { PageAnswer, PageRequest } from '../../core/link/pageAnswer';
import type { OpenStore } from '../../core/store/openStore';
import { sha256 } from '../../core/shared/hash';

/** A request as a browser makes it. */
export function aPageRequest(url: string, fields?: Record<string, string>, more: Partial<PageRequest> = {}): PageRequest {
	return { method: fields ? 'POST' : 'GET', token: new URL(url).searchParams.get('t'), fields: fields ?? {}, acceptLanguage: 'en', ip: '198.51.100.7', ...more };
}

/** What a page shows: heading, texts, and the acts that its buttons offer. */
export function readPage({ status, body, event }: PageAnswer) {
	const $ = load(body);
	return {
		status, event, lang: $('html').attr('lang'), dir: $('html').attr('dir'), title: $('h1').text(), text: $('main').text().replace(/\s+/g, ' '),
		acts: $('button').toArray().map((element) => element.attribs.value), language: $('option[selected]').attr('value'),
	};
}

/** Everything that a visit must not change, as one hash a table. */
export async function hashTables({ db }: OpenStore): Promise<Record<string, string>> {
	const tables = ['buyers', 'suppressions', 'consent_records', 'delivery_events', 'deliveries', 'settings'] as const;
	const hashes: Record<string, string> = {};
	for (const table of tables) {
		const rows = (await db.selectFrom(table).selectAll().execute()).map((row) => JSON.stringify(row));
		hashes[table] = `${rows.length} ${sha256(rows.sort().join('\n'))}`;
	}
	return hashes;
}

/** A buyer who agreed, and the links of his mails. */
export async function aBuyerWithLinks(core: Core, email: string, more: object = {}): Promise<{ id: string; url: string }> {
	const [result] = await core.buyers.upsertBuyers('demo', [{ email, country: 'DE', consentBasis: 'double_opt_in', consentAt: '2026-01-01T00:00:00Z', consentSource: 'form', ...more }]);
	const id = result && 'id' in result ? result.id : '';
	return { id, url: (await core.links.forBuyers('demo'))(id) };
}
