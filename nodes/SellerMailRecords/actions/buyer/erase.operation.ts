import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ErasureReport } from '../../../../core/buyer/personalData.flow';
import { SellerMailError } from '../../../../core/shared/errors';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { anyPersonFields, everyShopField, readAnyPerson } from '../personFields';
import { readShop } from '../readShop';

const show = { resource: ['buyer'], operation: ['erase'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Removes name, address, IDs, carts, consent texts, mails and Amazon messages of one person from the store, and stops mail that is planned. It can not be undone. Orders and counts stay without the person. A keyed hash of the address stays, so that nobody records or mails this person again.',
		name: 'eraseNotice', type: 'notice', default: '', displayOptions: { show },
	},
	shopField(show),
	everyShopField(show, 'Whether to erase the person in every shop of the store. Default: off, this shop only.'),
	...anyPersonFields(show),
	{ displayName: 'Erase for Good', name: 'isConfirmed', type: 'boolean', default: false, displayOptions: { show }, description: 'Whether you are sure; off does nothing and says so' },
];

/** The input's keys don't go on: they may hold what was just erased. */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (_item, itemIndex) => {
		const request = { shopId: readShop(this, itemIndex), isEveryShop: this.getNodeParameter('isEveryShop', itemIndex, false) === true, person: readAnyPerson(this, itemIndex) };
		if (this.getNodeParameter('isConfirmed', itemIndex, false) !== true) throw notConfirmed();
		const report = await core.personalData.erase(request);
		hintReport(this, report);
		return { output: 0, json: { erased: { ...report } } };
	}));
}

function notConfirmed(): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: '“Erase for Good” is off; nothing was erased.', nextStep: 'Turn it on if the person is to be erased. It can not be undone.', context: { field: 'isConfirmed' } });
}

function hintReport(context: IExecuteFunctions, { buyerIds, orders, stoppedDeliveries, messages, isStoreSettled }: ErasureReport): void {
	const words = `Erased in ${buyerIds.length} shops: ${orders} orders made anonymous, ${stoppedDeliveries} planned mails stopped, ${messages} messages emptied. Delete earlier executions that held this person, and mind backups.`;
	if (isStoreSettled) return addHint(context, words);
	addHint(context, `${words} Another process was reading the store: run this once more, so that no older copy stays in its files.`, 'warning');
}
