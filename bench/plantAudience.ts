import { sql, type RawBuilder } from 'kysely';
import type { ContentItem } from '../core/contract/items';
import { openCore, type Core } from '../core/openCore';
import { systemClock } from '../core/shared/clock';
import { makeAudienceStore } from '../core/store/audienceQueries';
import { openStore, type OpenStore } from '../core/store/openStore';
import type { StoreSettings } from '../core/store/storeSettings';
import { CART_DATA, SHOP, benchSender } from './fixture';

export interface PlantedAudience {
	audienceId: string;
	contentId: string;
}

const AUDIENCE = 'a_bench';
/** few enough rows for a statement of a second */
const ROWS_TOGETHER = 50_000;

/** A shop with `size` buyers and an audience of all of them, frozen; written straight into the tables, since it isn't what is measured. */
export async function plantAudience(settings: StoreSettings, size: number): Promise<PlantedAudience> {
	const core = await openCore({ store: settings });
	await core.shops.save({ id: SHOP, name: 'Lumen Home', dailyQuota: 100_000_000, timeZone: 'UTC', defaultSite: 'usa' });
	await core.links.publish(SHOP, { url: 'https://shop.example/webhook/bench/m', workflowId: 'bench' });
	const { contentId } = await findPlanted(core);
	await core.close();
	const store = await openStore(settings, { clock: systemClock() });
	const now = Date.now();
	for (let from = 0; from < size; from += ROWS_TOGETHER) await addRows(store, from, Math.min(size, from + ROWS_TOGETHER), now);
	await makeAudienceStore(store).addAudience({
		id: AUDIENCE, shopId: SHOP, segment: 'bench', purpose: 'marketing', asOf: now, size, createdAt: now,
		summary: { bySite: { usa: size }, byVariant: { A: size }, leftOut: {}, positionsByLanguage: { en: [0] } },
	});
	if (store.capabilities.name === 'postgres') await sql`analyze`.execute(store.db);
	await store.close();
	return { audienceId: AUDIENCE, contentId };
}

/** What `plantAudience` planted, for another process: a content's id comes from what it holds. */
export async function findPlanted(core: Core): Promise<PlantedAudience> {
	return { audienceId: AUDIENCE, contentId: await core.templates.saveTemplate(SHOP, { source: { kind: 'library', name: 'abandoned-cart' }, brand: benchSender(0).brand }) };
}

/** The item that goes with it. */
export function benchContent(contentId: string): ContentItem {
	return { id: contentId, purpose: 'marketing', template: 'abandoned-cart', languages: ['en'], samples: [] };
}

async function addRows({ db, capabilities }: OpenStore, from: number, to: number, now: number): Promise<void> {
	const numbers = NUMBERS[capabilities.name](from, to);
	await sql`
		insert into buyers (id, shop_id, email, email_hash, name, country, language, site, site_source, time_zone, marketing_consent, is_marketable, source_updated_at, created_at, updated_at)
		select 'b_' || n.word, ${SHOP}, 'buyer-' || n.word || '@buyer.example', 'h-' || n.word, 'Buyer ' || n.word, 'US', 'en', 'usa', 'shippingCountry', 'America/New_York', 'unknown', 1, ${now}, ${now}, ${now}
		from ${numbers} n`.execute(db);
	await sql`
		insert into audience_members (audience_id, position, buyer_id, occasion, variant, data_json)
		select ${AUDIENCE}, n.i, 'b_' || n.word, 'cart:1', 'A', ${JSON.stringify(CART_DATA)}
		from ${numbers} n`.execute(db);
}

/** Rows (i, word) from `from` to before `to`. */
const NUMBERS: Readonly<Record<OpenStore['capabilities']['name'], (from: number, to: number) => RawBuilder<unknown>>> = {
	sqlite: (from, to) => sql`(with recursive c(i) as (select ${from} union all select i + 1 from c where i + 1 < ${to}) select i, printf('%09d', i) as word from c)`,
	postgres: (from, to) => sql`(select i, lpad(i::text, 9, '0') as word from generate_series(${sql.lit(from)}, ${sql.lit(to - 1)}) i)`,
};
