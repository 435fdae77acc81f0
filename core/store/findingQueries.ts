import type { FindingRecord, FindingStore } from '../compliance/ports';
import type { OpenStore } from './openStore';

/** The compliance record: what was found, when, on which shop. Counts are read from an index, outside the event loop. */
export function makeFindingStore({ db, reader, capabilities }: OpenStore): FindingStore {
	return {
		batchSize: capabilities.batchSize,
		async add(findings) {
			if (findings.length > 0) await db.insertInto('findings').values(findings.map(toRow)).execute();
		},
		async countByRule(shopId, since) {
			const rows = await reader.all(db.selectFrom('findings')
				.select(({ fn }) => ['rule', 'outcome', fn.countAll<number>().as('count'), fn.count<number>('delivery_id').as('stopped')])
				.where('shop_id', '=', shopId).where('occurred_at', '>=', since)
				.groupBy(['rule', 'outcome']).orderBy('count', 'desc').orderBy('rule'));
			return rows.map(({ rule, outcome, count, stopped }) => ({ rule, outcome, count: Number(count), stopped: Number(stopped) }));
		},
		async countStopped(shopId, since, rules) {
			const [row] = await reader.all(db.selectFrom('findings').select(({ fn }) => fn.count<number>('delivery_id').distinct().as('count'))
				.where('shop_id', '=', shopId).where('occurred_at', '>=', since).where('rule', 'in', [...rules]));
			return Number(row?.count ?? 0);
		},
	};
}

function toRow(finding: FindingRecord) {
	return {
		id: finding.id, shop_id: finding.shopId, campaign_id: finding.campaignId, delivery_id: finding.deliveryId,
		rule: finding.rule, outcome: finding.outcome, kind: finding.kind, evidence: finding.evidence?.slice(0, 300) ?? null, occurred_at: finding.occurredAt,
	};
}
