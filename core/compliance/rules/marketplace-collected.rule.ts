import { namesMarketplace } from '../facts/claimTerms';
import { NOT_APPLICABLE, PASS, type Rule } from '../rule';

export const marketplaceCollected: Rule = {
	id: 'marketplace-collected',
	title: { en: 'No soft opt-in for addresses that a marketplace collected', zh: '平台收集的地址不适用“软同意”' },
	kind: 'legal',
	law: 'Directive 2002/58/EC Art 13(2); CJEU C-654/23 of 13 November 2025',
	source: 'jurisdictions.json softOptIn.needsOwnCollection, 2026-11-22',
	fix: {
		en: 'Ask the buyer himself (Seller Mail Records → Consent → Request Double Opt-In), or leave him out. Soft opt-in is for addresses that your own shop collected with a sale.',
		zh: '请直接向买家征求同意（Seller Mail Records → Consent → Request Double Opt-In），或将其排除。“软同意”仅适用于自有店铺在销售时收集的地址。',
	},
	appliesTo: ['marketing'],
	severity: 'violation',
	isSwitchable: false,
	messages: {
		collected: { en: 'The consent is inferred from a purchase, and the address was collected by a marketplace, not by the seller.', zh: '该同意由购买推定，而地址由平台收集，并非卖家自行收集。' },
		imported: { en: 'The consent came with an import from a marketplace: somebody has to look at what buyers agreed to there.', zh: '该同意随平台数据导入：请人工确认买家当时同意的内容。' },
	},
	check({ recipient }) {
		if (!recipient?.consentSource || recipient.consent !== 'granted') return NOT_APPLICABLE;
		const { jurisdiction, consentBasis, consentSource } = recipient;
		if (!jurisdiction.isConsentRequired || !jurisdiction.needsOwnCollection || !namesMarketplace(consentSource)) return PASS;
		const evidence = consentSource.replace(/\S+@\S+/g, '…').slice(0, 100);
		if (consentBasis === 'soft_opt_in') return { outcome: 'violation', message: 'collected', evidence };
		return consentBasis === 'import' ? { outcome: 'needsReview', message: 'imported', evidence } : PASS;
	},
};
