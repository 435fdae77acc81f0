const PACKAGE = 'n8n-nodes-seller-mail';

/** Each node with the fields that its panel has to show for these parameters. */
export const PANELS: Array<{ name: string; node: string; fields: string[]; parameters: Record<string, unknown>; typeVersion?: number; picture?: string }> = [
	{ name: 'Seller Mail Records', node: 'sellerMailRecords', fields: ['resource', 'operation', 'shop'], parameters: { resource: 'order', operation: 'upsert', shop: { __rl: true, mode: 'id', value: 'demo' } } },
	{
		name: 'Request Double Opt-In', node: 'sellerMailRecords', picture: 'requestDoubleOptIn', fields: ['resource', 'operation', 'shop', 'email', 'source'],
		parameters: { resource: 'consent', operation: 'requestDoubleOptIn', shop: { __rl: true, mode: 'id', value: 'demo' } },
	},
	{ name: 'Segment Buyers', node: 'segmentBuyers', fields: ['shop', 'selectBy', 'preset', 'waitedAtLeastHours', 'waitedAtMostDays', 'minValue', 'sites', 'output'], parameters: {} },
	{
		name: 'Render Template', node: 'renderTemplate', fields: ['templateFrom', 'templateName', 'languageFrom', 'output', 'previewLanguages', 'followsSites', 'variant', 'part', 'text'],
		parameters: { output: 'preview', options: { followsSites: true, texts: { text: [{ variant: 'B', language: 'every', part: 'subject', text: 'Your cart: {{total}}' }] } } },
	},
	{ name: 'Compliance Check', node: 'complianceCheck', fields: ['profile', 'rulesSwitchedOff', 'needsReviewAs', 'reportFile'], parameters: { rulesSwitchedOff: ['image-share'], options: { needsReviewAs: 'review', reportFile: true } } },
	{ name: 'Send Campaign', node: 'sendCampaign', fields: ['operation', 'campaign', 'when'], parameters: {} },
	{ name: 'Evaluate Health', node: 'evaluateHealth', fields: ['operation', 'shop', 'sites', 'days'], parameters: {} },
	{ name: 'Reply to Buyer Message', node: 'replyToBuyerMessage', fields: ['resource', 'operation'], parameters: {} },
	{
		name: 'Conditions', node: 'segmentBuyers', picture: 'segmentBuyers-conditions', fields: ['selectBy', 'match', 'field', 'numberOperator', 'choiceOperator', 'profileSiteChoices', 'timeOperator', 'days', 'explainBuyer'],
		parameters: {
			shop: { __rl: true, mode: 'id', value: 'demo' }, selectBy: 'conditions', output: 'preview', match: 'all',
			groups: { group: [
				{ match: 'all', conditions: { condition: [{ field: 'orders.count', numberOperator: 'atLeast', number: 2, withinDays: 365 }, { field: 'profile.site', choiceOperator: 'isOneOf', profileSiteChoices: ['esp', 'fra'] }] } },
				{ match: 'none', conditions: { condition: [{ field: 'orders.lastAt', timeOperator: 'inLastDays', days: 14 }] } },
			] },
		},
	},
	{ name: 'Seller Mail Trigger', node: 'sellerMailTrigger', fields: ['shop', 'startOn', 'serveOn', 'publicAddress', 'port', 'host'], parameters: { serveOn: 'ownPort' }, typeVersion: 2 },
];

/** All nodes on one canvas, each with its credentials. */
export function panelWorkflow(credentials: Array<{ id: string; name: string; type: string }>): Record<string, unknown> {
	const chosen = Object.fromEntries(credentials.map(({ id, name, type }) => [type, { id, name }]));
	return {
		name: 'Panels', connections: {}, settings: { executionOrder: 'v1' },
		nodes: PANELS.map(({ name, node, parameters, typeVersion = 1 }, index) => ({
			id: `00000000-0000-4000-8000-00000000000${index}`, name, type: `${PACKAGE}.${node}`, typeVersion, parameters,
			position: [(index % 4) * 260, Math.floor(index / 4) * 260], credentials: chosen,
		})),
	};
}
