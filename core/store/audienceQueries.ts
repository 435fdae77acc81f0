import type { Selectable } from 'kysely';
import type { AudienceStore, AudienceSummary, PositionedMember } from '../segment/ports';
import { toBuyer } from './buyerQueries';
import type { OpenStore } from './openStore';
import type { AudienceMemberTable, AudienceTable, BuyerRow } from './schema';

/** Frozen audiences over the store. */
export function makeAudienceStore({ db, capabilities }: OpenStore): AudienceStore {
	const members = db.selectFrom('audience_members as m').innerJoin('buyers as b', 'b.id', 'm.buyer_id').where('b.email', 'is not', null)
		.selectAll('b').select(['m.audience_id', 'm.position', 'm.buyer_id', 'm.occasion', 'm.variant', 'm.data_json']).orderBy('m.position');
	return {
		async addMembers(audienceId, firstPosition, recipients) {
			const rows = recipients.map((member, index) => ({
				audience_id: audienceId, position: firstPosition + index, buyer_id: member.buyerId, occasion: member.occasion, variant: member.variant, data_json: JSON.stringify(member.data),
			}));
			for (let from = 0; from < rows.length; from += capabilities.batchSize) {
				await db.insertInto('audience_members').values(rows.slice(from, from + capabilities.batchSize)).execute();
			}
		},
		async addAudience({ id, shopId, segment, purpose, asOf, size, summary, createdAt }) {
			await db.insertInto('audiences').values({
				id, shop_id: shopId, segment, purpose, as_of: asOf, size, summary_json: JSON.stringify(summary), created_at: createdAt,
			}).execute();
		},
		async findAudience(id) {
			const row = await db.selectFrom('audiences').selectAll().where('id', '=', id).executeTakeFirst();
			return row && toAudience(row);
		},
		async readMembers(audienceId, afterPosition, limit) {
			return (await members.where('m.audience_id', '=', audienceId).where('m.position', '>', afterPosition).limit(limit).execute()).map(toMember);
		},
		async readMembersAt(audienceId, positions) {
			if (positions.length === 0) return [];
			return (await members.where('m.audience_id', '=', audienceId).where('m.position', 'in', positions).execute()).map(toMember);
		},
	};
}

function toAudience(row: Selectable<AudienceTable>) {
	return {
		id: row.id, shopId: row.shop_id, segment: row.segment, purpose: row.purpose, asOf: row.as_of, size: row.size,
		summary: JSON.parse(row.summary_json) as AudienceSummary, createdAt: row.created_at,
	};
}

function toMember(row: BuyerRow & Selectable<AudienceMemberTable>): PositionedMember {
	return {
		position: row.position, buyerId: row.buyer_id, occasion: row.occasion, variant: row.variant,
		data: JSON.parse(row.data_json) as Record<string, unknown>, buyer: toBuyer(row),
	};
}
