import type { IBinaryData, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { StatementFiles } from '../../../../core/billing/billing.flow';
import { formatMicroUsd, monthAt } from '../../../../core/campaign/usage';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { readShop } from '../readShop';

const show = { resource: ['shop'], operation: ['getMonthlyStatement'] };

export const description: INodeProperties[] = [
	shopField(show),
	{
		displayName: 'Month', name: 'statementMonth', type: 'options', default: 'last', displayOptions: { show },
		options: [
			{ name: 'Another', value: 'other', description: 'One that you name' },
			{ name: 'Last Month', value: 'last', description: 'The last one that is over, in the shop\'s time zone' },
			{ name: 'This Month', value: 'current', description: 'As far as it has come' },
		],
	},
	{
		displayName: 'Year and Month', name: 'statementMonthName', type: 'string', default: '', required: true, placeholder: '2026-11',
		displayOptions: { show: { ...show, statementMonth: ['other'] } }, description: 'A month of the shop\'s calendar',
	},
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const shop = await core.shops.get(readShop(this, itemIndex));
		const files = await core.billing.statement(shop.id, readMonth(this, itemIndex, monthAt(shop.timeZone, core.clock.now())));
		hintStatement(this, files);
		const { statement, html } = files;
		return { output: 0, json: { ...item.json, statement: { ...statement }, html }, binary: await toBinary(this, files) };
	}));
}

/** `undefined`: the last one that is over. */
function readMonth(context: IExecuteFunctions, itemIndex: number, current: string): string | undefined {
	const choice = context.getNodeParameter('statementMonth', itemIndex, 'last');
	if (choice === 'current') return current;
	return choice === 'other' ? String(context.getNodeParameter('statementMonthName', itemIndex, '')).trim() : undefined;
}

async function toBinary(context: IExecuteFunctions, { statement, csv, html }: StatementFiles): Promise<Record<string, IBinaryData>> {
	const name = `statement-${statement.shop}-${statement.month}`;
	return {
		csv: await context.helpers.prepareBinaryData(Buffer.from(csv), `${name}.csv`, 'text/csv'),
		page: await context.helpers.prepareBinaryData(Buffer.from(html), `${name}.html`, 'text/html'),
	};
}

function hintStatement(context: IExecuteFunctions, { statement: { month, total, differences, isOver } }: StatementFiles): void {
	const so = isOver ? '' : ' so far';
	addHint(context, `${month}${so}: ${total.mails.toLocaleString('en')} mails, ${total.billable.toLocaleString('en')} billable, ${total.charged.toLocaleString('en')} charged, ${formatMicroUsd(total.costMicroUsd)}.`);
	if (differences.length > 0) addHint(context, `Counters and ledger differ for ${differences.map(({ period }) => period).join(', ')}: the statement shows the ledger. Keep the file and report it.`, 'danger');
}
