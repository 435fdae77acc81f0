import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import type { SiteReport } from '../../core/health/health.flow';
import { sayRate } from '../../core/health/advice';
import { testStore } from '../shared/credentialTests';
import { shopField } from '../shared/fields';
import { addHint } from '../shared/hint';
import { runPerItem, type ItemResult } from '../shared/runPerItem';
import { searchShops } from '../shared/searchShops';
import { SITE_OPTIONS } from '../shared/siteOptions';
import { withCore } from '../shared/withCore';

const HEALTHY = 0;
const BREACHED = 1;

/** Delivery, unsubscribe and complaint rates per shop, site and day, and which of them are over their limits. */
export class EvaluateHealth implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Evaluate Health',
		name: 'evaluateHealth',
		icon: { light: 'file:evaluateHealth.svg', dark: 'file:evaluateHealth.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] === "health" ? "Health of " + $parameter["shop"] + ", last " + $parameter["days"] + " days" : "" }}',
		description: 'Delivery, unsubscribe and complaint rates per shop, site and day, judged against their limits',
		defaults: { name: 'Evaluate Health' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Healthy', 'Breached'],
		usableAsTool: true,
		credentials: [{ name: 'sellerMailStoreApi', required: true, testedBy: 'testStore' }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Health', value: 'health', action: 'Evaluate the health of a shop', description: 'One item per site: days, rates with their denominators, what is over its limit, what to change' }],
				default: 'health',
			},
			shopField({ operation: ['health'] }),
			{
				displayName: 'Sites',
				name: 'sites',
				type: 'multiOptions',
				displayOptions: { show: { operation: ['health'] } },
				options: [...SITE_OPTIONS],
				default: [],
				description: 'Leave empty for all sites that sent something',
			},
			{
				displayName: 'Days',
				name: 'days',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 366 },
				displayOptions: { show: { operation: ['health'] } },
				default: 30,
				description: "Calendar days of the shop's time zone to show, today included. Breaches (the last three sending days all over a limit) are judged on 30 days at least.",
			},
		],
	};

	methods = { credentialTest: { testStore }, listSearch: { searchShops } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
			const shop = String(this.getNodeParameter('shop', itemIndex, '', { extractValue: true }));
			const sites = this.getNodeParameter('sites', itemIndex, []) as string[];
			const reports = await core.health.evaluate(shop, { days: Number(this.getNodeParameter('days', itemIndex, 30)), sites });
			addHint(this, sayHealth(shop, reports), reports.some((report) => report.breached.length > 0) ? 'danger' : 'info');
			if (reports.length === 0) return { output: HEALTHY, json: { ...item.json, health: { shop, site: null, days: [], breached: [], advice: [] } } };
			return reports.map((report): ItemResult => ({ output: report.breached.length > 0 ? BREACHED : HEALTHY, json: { health: { shop, ...report } } }));
		}));
	}
}

function sayHealth(shop: string, reports: SiteReport[]): string {
	if (reports.length === 0) return `${shop} has sent nothing in this period.`;
	const breached = reports.filter((report) => report.breached.length > 0);
	if (breached.length > 0) return `${breached.length} of ${reports.length} sites over a limit. ${breached.flatMap((report) => report.advice).slice(0, 3).join(' ')}`;
	const worst = [...reports].sort((a, b) => (a.total.deliveryRate ?? 1) - (b.total.deliveryRate ?? 1))[0];
	return `${reports.length} sites within their limits; lowest delivery rate ${sayRate(worst?.total.deliveryRate ?? null)} on ${worst?.site ?? '–'}.`;
}
