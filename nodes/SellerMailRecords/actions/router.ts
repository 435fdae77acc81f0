import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData, type INodeProperties } from 'n8n-workflow';
import * as buyerErase from './buyer/erase.operation';
import * as buyerExportPersonalData from './buyer/exportPersonalData.operation';
import * as buyerGetMany from './buyer/getMany.operation';
import * as buyerImport from './buyer/import.operation';
import * as buyerUpsert from './buyer/upsert.operation';
import * as consentGetHistory from './consent/getHistory.operation';
import * as consentRecordEvidence from './consent/recordEvidence.operation';
import * as consentRequestDoubleOptIn from './consent/requestDoubleOptIn.operation';
import * as consentWithdraw from './consent/withdraw.operation';
import * as eventRecord from './event/record.operation';
import * as orderImport from './order/import.operation';
import * as orderSyncAliExpress from './order/syncAliExpress.operation';
import * as orderUpsert from './order/upsert.operation';
import * as shopGet from './shop/get.operation';
import * as shopSetUpSending from './shop/setUpSending.operation';
import * as shopGetMonthlyStatement from './shop/getMonthlyStatement.operation';
import * as shopUpsert from './shop/upsert.operation';
import * as siteGetMany from './site/getMany.operation';
import * as siteUpdate from './site/update.operation';
import * as suppressionAdd from './suppression/add.operation';
import * as suppressionExportCsv from './suppression/exportCsv.operation';
import * as suppressionGetMany from './suppression/getMany.operation';
import * as suppressionImportCsv from './suppression/importCsv.operation';
import * as suppressionRemove from './suppression/remove.operation';
import * as suppressionSyncMailchimp from './suppression/syncMailchimp.operation';

interface Operation {
	description: INodeProperties[];
	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
	'buyer.getMany': buyerGetMany, 'buyer.import': buyerImport, 'buyer.upsert': buyerUpsert,
	'buyer.erase': buyerErase, 'buyer.exportPersonalData': buyerExportPersonalData,
	'consent.getHistory': consentGetHistory, 'consent.recordEvidence': consentRecordEvidence, 'consent.requestDoubleOptIn': consentRequestDoubleOptIn,
	'consent.withdraw': consentWithdraw,
	'event.record': eventRecord,
	'order.import': orderImport, 'order.syncAliExpress': orderSyncAliExpress, 'order.upsert': orderUpsert,
	'shop.get': shopGet, 'shop.getMonthlyStatement': shopGetMonthlyStatement, 'shop.setUpSending': shopSetUpSending, 'shop.upsert': shopUpsert,
	'site.getMany': siteGetMany, 'site.update': siteUpdate,
	'suppression.add': suppressionAdd, 'suppression.exportCsv': suppressionExportCsv, 'suppression.getMany': suppressionGetMany,
	'suppression.importCsv': suppressionImportCsv, 'suppression.remove': suppressionRemove, 'suppression.syncMailchimp': suppressionSyncMailchimp,
};

/** The fields of every operation, each shown with its own. */
export const descriptions: INodeProperties[] = Object.values(OPERATIONS).flatMap((operation) => operation.description);

/** Runs the operation that is chosen in the panel. */
export async function runOperation(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const name = `${String(this.getNodeParameter('resource', 0))}.${String(this.getNodeParameter('operation', 0))}`;
	const operation = OPERATIONS[name];
	if (!operation) throw new NodeOperationError(this.getNode(), `There is no operation “${name}”. Choose one from the list.`);
	return await operation.execute.call(this);
}
