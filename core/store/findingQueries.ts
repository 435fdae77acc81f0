import type { FindingRecord, FindingStore } from '../compliance/ports';
import type { OpenStore } from './openStore';

/** The compliance record: what was found, when, on which shop. */
export function makeFindingStore({ db, capabilities }: OpenStore): FindingStore {
	return {
		batchSize: capabilities.batchSize,
		async add(findings) {
			if (findings.length > 0) await db.insertInto('findings').values(findings.map(toRow)).execute();
		},
		async countByRule(shopId, since) {
			const rows = await db.selectFrom('findings')
				.select(({ fn }) => ['rule', 'outcome', fn.countAll<number>().as('count')])
				.where('shop_id', '=', shopId).where('occurred_at', '>=', since)
				.groupBy(['rule', 'outcome']).orderBy('count', 'desc').orderBy('rule').execute();
			return rows.map(({ rule, outcome, count }) => ({ rule, outcome, count: Number(count) }));
		},
	};
}

function toRow(finding: FindingRecord) {
	return {
		id: finding.id, shop_id: finding.shopId, campaign_id: finding.campaignId, delivery_id: finding.deliveryId,
		rule: finding.rule, outcome: finding.outcome, kind: finding.kind, evidence: finding.evidence?.slice(0, 300) ?? null, occurred_at: finding.occurredAt,
	};
}
