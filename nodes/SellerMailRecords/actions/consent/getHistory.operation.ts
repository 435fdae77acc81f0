import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { personFields, readPerson } from '../personFields';
import { readShop } from '../readShop';

const show = { resource: ['consent'], operation: ['getHistory'] };

export const description: INodeProperties[] = [shopField(show), ...personFields(show)];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (_item, itemIndex) => {
		const { buyerId, records, suppressions } = await core.consent.historyOf(readShop(this, itemIndex), readPerson(this, itemIndex));
		addHint(this, `${records.length} pieces of evidence, ${suppressions.length} suppressions.`);
		const evidence = records.map(({ shopId, ...record }) => ({ at: record.occurredAt, json: { consent: { ...record, shop: shopId } } }));
		const stops = suppressions.map(({ id, shopId, reason, scope, startsAt, endsAt, note, source, endedReason }) => ({
			at: startsAt, json: { suppression: { id, shop: shopId, buyerId, reason, scope, startsAt, endsAt, note, source, endedReason } },
		}));
		return [...evidence, ...stops].sort((a, b) => a.at - b.at).map(({ json }) => ({ output: 0, json }));
	}));
}
