import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { ConsentRule } from '../compliance/marketingConsent';
import type { ReconfirmationReader } from '../consent/ports';
import { DAY_MS } from '../shared/clock';
import { toBuyer } from './buyerQueries';
import type { OpenStore } from './openStore';
import type { Database } from './schema';

/** Consents that are about to expire, over the store: one slice of the shop's buyers by id at a time. */
export function makeReconfirmationReader({ db, capabilities }: OpenStore): ReconfirmationReader {
	return {
		async readExpiring({ shopId, now, expiresUntil, rules }, after) {
			const ofShop = db.selectFrom('buyers as b').where('b.shop_id', '=', shopId).where('b.id', '>', after ?? '').orderBy('b.id');
			const end = await ofShop.select('b.id').offset(capabilities.batchSize - 1).limit(1).executeTakeFirst();
			let inSlice = ofShop.selectAll('b').where('b.email', 'is not', null).where('b.is_marketable', '=', 1).where('b.marketing_consent', '=', 'granted')
				.where((eb) => expiresBetween(eb, rules, now, expiresUntil))
				.where((eb) => eb.not(eb.exists(
					eb.selectFrom('suppressions as s').select('s.id').whereRef('s.email_hash', '=', 'b.email_hash').where('s.shop_id', 'in', [shopId, '*'])
						.where('s.starts_at', '<=', now).where((s) => s.or([s('s.ends_at', 'is', null), s('s.ends_at', '>', now)])),
				)));
			if (end) inSlice = inSlice.where('b.id', '<=', end.id);
			return { rows: (await inSlice.execute()).map(toBuyer), next: end?.id };
		},
	};
}

type BuyerBuilder = ExpressionBuilder<Database & { b: Database['buyers'] }, 'b'>;

/** `consentExpiresAt` in SQL: one condition for each set of limits, however many countries share it. */
function expiresBetween(eb: BuyerBuilder, rules: Readonly<Record<string, ConsentRule>>, from: number, until: number): Expression<SqlBool> {
	const limited = Object.entries(rules).filter(([, rule]) => rule.required && (rule.maxAgeDays !== null || rule.softOptInMaxAgeDays !== null));
	const named = Object.keys(rules).filter((country) => country !== 'DEFAULT');
	const groups = [...Map.groupBy(limited, ([, { maxAgeDays, softOptInMaxAgeDays, softOptInAllowed }]) => `${maxAgeDays} ${softOptInMaxAgeDays} ${softOptInAllowed}`).values()];
	return eb.or(groups.flatMap((group) => {
		const countries = group.map(([country]) => country);
		const isThere = eb.or([
			eb('b.country', 'in', countries),
			...(countries.includes('DEFAULT') ? [eb('b.country', 'is', null), eb('b.country', 'not in', named)] : []),
		]);
		return group[0] ? [eb.and([isThere, isExpiring(eb, group[0][1], from, until)])] : [];
	}));
}

function isExpiring(eb: BuyerBuilder, rule: ConsentRule, from: number, until: number): Expression<SqlBool> {
	const isOfAge = (days: number): Expression<SqlBool> => eb.between('b.consent_at', from - days * DAY_MS, until - days * DAY_MS);
	const isSoft = eb('b.consent_basis', '=', 'soft_opt_in');
	const isOther = eb.or([eb('b.consent_basis', 'is', null), eb('b.consent_basis', '!=', 'soft_opt_in')]);
	return eb.or([
		...(rule.maxAgeDays === null ? [] : [eb.and([isOther, isOfAge(rule.maxAgeDays)])]),
		...(rule.softOptInMaxAgeDays === null || !rule.softOptInAllowed ? [] : [eb.and([isSoft, isOfAge(rule.softOptInMaxAgeDays)])]),
	]);
}
